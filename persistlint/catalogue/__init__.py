"""Where well known images keep their data: facts with their sources, and the lookup by image reference."""
