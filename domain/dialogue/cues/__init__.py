"""What callers say in a few fixed words that steers a call by itself: listening, taking leave, wanting a moment."""
