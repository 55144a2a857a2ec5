"""The only floor that opens a file: packaged data in, values to JSON and back, tables packed in columns."""
