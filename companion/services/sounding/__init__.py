"""Sound and ports: the sound process started, scores played through it, what is wrong said in words."""
