"""Completions and manual pages, made from the option parsers."""
