"""Getting calls here: how a business's own telephone is told to forward its calls, and the proof that it does."""
