"""The public words for authors of rules: phrases, mounts, edits, lost writes, what is thrown away on purpose."""
