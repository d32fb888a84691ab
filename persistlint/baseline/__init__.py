"""The findings that a project knows of and lives with: what is new is told, what is known is counted."""
