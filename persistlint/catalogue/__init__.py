"""The catalogue: facts about where well known images keep their data, with their sources, and the lookup by image reference."""
