"""Shell code that is a value: the script of ``sh -c``, a container's standard input."""

from __future__ import annotations

from persistlint.shell.invocation import Event
from persistlint.shell.values import Value
from persistlint.text.spans import Span, document_anchor


def evaluate_nested(script: Value, dialect: str = "sh", function: str = "") -> list[Event]:
    """Return the invocations of the script, in an environment of which nothing is known. Never raises."""
    from persistlint.shell.evaluate.evaluator import Evaluator
    from persistlint.shell.evaluate.scripts import evaluate_script, evaluate_traps

    evaluator = Evaluator("", dialect, budget=20_000)
    span = script.span or Span(document_anchor(""), 0, 0)
    evaluate_script(evaluator, script, dialect, span)
    evaluate_traps(evaluator)
    return evaluator.events
