"""The same sessions as numbered questions on a plain terminal, for screen readers."""
