"""Exercises for those who write them: made, looked over, walked dry, shown."""
