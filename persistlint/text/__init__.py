"""Documents, positions in them and edits to them. Knows nothing of shells or docker."""
