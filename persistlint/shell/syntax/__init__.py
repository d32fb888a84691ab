"""The shell's grammar: words, commands, pipelines, compound commands, here-documents."""
