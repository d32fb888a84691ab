"""The machinery that runs rules: their interface, the registry, traits, precedence, fixes."""
