"""Help with words for those who ask, and words from files."""
