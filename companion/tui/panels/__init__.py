"""One widget a kind of question; the session screen shows one at a time."""
