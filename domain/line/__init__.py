"""What is on a caller's line besides the caller: noise, and our own voice coming back."""
