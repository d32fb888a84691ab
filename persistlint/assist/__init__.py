"""Answers for an editor at a place, given on an analysis: hover, completion, names, refactorings. Knows no protocol."""
