"""The screen: Textual widgets that ask services and show values."""
