"""What tools/mutants.py plants, and how it is tried."""
