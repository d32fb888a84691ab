"""Expansion: from words as written to evaluated words. Each module is a layer of ``expander.Expander``."""
