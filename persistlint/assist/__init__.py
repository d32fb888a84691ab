"""What an editor asks at a place, answered on an analysis: hover, completion, names, refactorings. Knows no protocol."""
