"""Going through an exercise: what it asks, what an answer changes, what is kept. No face, no sound of its own."""
