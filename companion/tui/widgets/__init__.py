"""Things that are drawn, and know nothing of a session."""
