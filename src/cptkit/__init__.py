"""cptkit."""
