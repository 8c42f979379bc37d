"""What businesses pay, what their calls cost us, and what happens when there is no more to be had: pure."""
