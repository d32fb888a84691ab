"""The forms that findings can take. Each has a module, which is imported when its form is asked for."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.results import Results

#: What is written while files are being checked.
FOR_PEOPLE = ("text", "concise")

#: What is written when everything is known, each by the module of its name here.
FOR_PROGRAMS = (
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "azure",
    "html",
)

#: These need the commands of every file, not a record of what was found in it.
WITH_PICTURES = ("html",)

FORMATS = (*FOR_PEOPLE, *FOR_PROGRAMS)


def render(form: str, results: Results) -> bytes:
    """Return the results in a form for programs, as UTF-8."""
    module = import_module(f"{__name__}.{form}_form")
    text: bytes = module.render(results)
    return text
