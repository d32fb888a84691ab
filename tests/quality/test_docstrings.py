"""Docstrings say what a function returns or does. Ruff's D401 refuses most that don't begin with a verb; here are those that it lets pass."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("persistlint", "server/persistlint_server", "rules/persistlint_rules", "benchmarks", "scripts")

#: First words of an indirect question: a docstring that begins so says neither what is returned nor what a thing is.
QUESTIONS = {"How", "What", "Whatever", "When", "Where", "Whether", "Which", "Who", "Whose", "Why"}

#: First words of a noun, with which the docstring of a class may begin, and that of a function may not.
NOUNS = {
    "A",
    "All",
    "An",
    "Any",
    "Each",
    "Every",
    "Everything",
    "It",
    "None",
    "Nothing",
    "That",
    "The",
    "This",
}


def test_docstrings_begin_with_a_verb_or_for_classes_and_modules_with_a_noun() -> None:
    count, wrong = 0, []
    for path in (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
                continue
            docstring = ast.get_docstring(node)
            if docstring is None:
                continue
            count += 1
            word = docstring.split()[0].rstrip(",:;")
            is_thing = isinstance(node, ast.ClassDef | ast.Module)
            refused = QUESTIONS if is_thing else QUESTIONS | NOUNS
            if word in refused or not (word[0].isupper() or is_thing):
                wrong.append(
                    f"{path.relative_to(ROOT)}: {getattr(node, 'name', 'the module')} begins with {word!r}"
                )
    assert count > 2000
    assert not wrong, "\n".join(wrong)
