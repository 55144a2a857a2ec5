"""What is known on a day: codes, headings and tables, packaged and the caller's own."""
