"""What things are: frozen values, one noun a module; they know nothing of tables or files."""
