"""Exercise packs: one TOML file an exercise, a folder a language."""
