"""Rules and what they say: the rule interface, the registry, suppressions, fixes."""
