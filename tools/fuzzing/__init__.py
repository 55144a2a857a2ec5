"""What tools/fuzz.py draws from."""
