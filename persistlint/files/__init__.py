"""The only ways in which persistlint opens files: bounded reading, and writing that touches nothing else."""
