"""What runs rules: their interface, the registry, traits, precedence, fixes."""
