"""Claim lines as every rule sees them, the catalogue of rule ids, and what several rules ask of lines."""
