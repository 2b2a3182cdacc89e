"""Sound: a process of its own, the client that commands it, and MIDI files."""
