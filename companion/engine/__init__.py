"""From a feeling and some words to a song: profile, chords, melody, backing, and the contract that holds them."""
