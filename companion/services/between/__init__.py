"""Between a client and a therapist: keys, assignments, what is shared, what came back."""
