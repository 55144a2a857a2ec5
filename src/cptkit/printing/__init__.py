"""Rows in, text or HTML out; nothing here knows what a code is."""
