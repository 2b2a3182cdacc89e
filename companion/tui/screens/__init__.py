"""Places that fill the terminal."""
