"""Playing along: an endless backing, safe keys, what was played; one `Jam` that every face shows."""
