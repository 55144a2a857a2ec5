"""What `fit_suggest.py` is made of: names, ranking, misses, calibration, the diagram."""
