"""Files that go from one person to another: assignments, what is shared, replies. No journal, no faces."""
