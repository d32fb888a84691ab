"""The fixture of a project."""

from tests.baseline.project import project

__all__ = ["project"]
