"""What was played: recorded, laid beside its backing, tidied, made into a tune."""
