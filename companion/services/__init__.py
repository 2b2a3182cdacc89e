"""Use cases: what the faces ask for. Nothing here draws or prints."""
