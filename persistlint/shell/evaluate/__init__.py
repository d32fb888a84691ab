"""Follows shell code in an environment without running it."""
