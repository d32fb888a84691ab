"""Intent: whether a destroying command is meant. It is behind a question or a choice, or what holds it says so by its name."""

from __future__ import annotations

from persistlint.rulekit.surroundings import comments_at, told_before
from persistlint.rulekit.throw_away import throw_away_file
from persistlint.shell.invocation import is_unit
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command
    from persistlint.durability.model import Container
    from persistlint.rules.rule import Context
    from persistlint.shell.invocation import Invocation

_CLEARING = frozenset(
    """
    clean cleanup cleanall clear delete destroy drop erase factory nuke prune purge remove reset rm shutdown
    teardown uninstall wipe
    """.split()
)
_ANSWERS = frozenset(
    """
    ans answer choice choix confirm confirmation confirmed continue input option proceed prompt reply
    reponse response respuesta resposta sure y yes yn
    """.split()
)
_WORD = regex(r"[A-Z]?[a-z]+|[A-Z]+")


def clearing(invocation: Invocation, context: Context) -> str | None:
    """Return words for what shows that data is deleted on purpose ("the function `reset` says so"), None where nothing does."""
    names = [
        ("target" if is_unit(invocation.function) else "function", invocation.function.rpartition(" ")[2])
    ]
    for call in invocation.via:
        if context.sources.knows(call):
            names += [("function", word) for word in context.sources.text(call).split(None, 1)[:1]]
    names.append(("file", context.path.rpartition("/")[2].partition(".")[0]))
    for kind, name in names:
        if _words(name) & _CLEARING or {"down", "volumes"} <= _words(name):
            return f"the {kind} `{name}` says so"
    for condition in _conditions(invocation):
        if _words(condition) & _CLEARING:
            return (
                f"it is done {condition}" if condition.startswith("when ") else f"it is done when {condition}"
            )
    if "trap" in invocation.wrappers:
        return "a trap cleans up"
    if any(_CLEARS.search(comment) is not None for comment in comments_at(invocation.span, context)):
        return "the comment says so"
    if any(_CLEARS.search(line) is not None for line in told_before(invocation.span, context)):
        return "the lines before it say so"
    return None


#: A comment or a message that says that the data is to go. One that only names what goes beside it ("remove old containers") says nothing of data.
_CLEARS = regex(
    r"(?i)\b(?:remov|delet|clean|wip|destroy|purg|prun|reset|drop|eras|clear|nuk|tear|recreat|re-?initiali[sz])\w*\b[^.;]{0,60}\b(?:volumes?|data|databases?|everything|state|storage|all)\b"
    r"|\b(?:from scratch|start(?:s|ing)? (?:over|fresh|afresh|clean)|fresh start|clean slate)\b"
    r"|\b(?:borra|elimina|limpia|apaga|remove|supprime|efface|nettoie|lösch|entfern)\w*\b[^.;]{0,60}\b(?:vol[uú]men(?:es)?|volumes?|datos|dados|données|daten|todo|tudo|tout|alles)\b"
    r"|(?:删除|清理|清空|清除)[^。；]{0,20}(?:卷|数据|所有|全部)|(?:削除|クリア)"
)


def asked(invocation: Invocation) -> bool:
    """Return whether the invocation depends on an answer that somebody gave."""
    return any(_words(condition) & _ANSWERS for condition in _conditions(invocation))


def perhaps_meant(command: Command, context: Context, *, asks: bool = False) -> str | None:
    """Return words for why a command that destroys data is only worth a note, None where nothing shows that it is meant.

    The file is made to be thrown away, a person types the command, answers a question before it (``asks``: the command itself asks), or it may never be run.
    """
    reason = throw_away_file(context) or typed_by_hand(context)
    if reason is None and (asks or asked(command.invocation)):
        reason = "somebody is asked before"
    if reason is None and command.invocation.certainty == "possible":
        reason = "it depends on the command before it"
    return reason


def unguarded(command: Command) -> bool:
    """Return whether the command is carried out whenever its file is: no branch and no ``&&`` stands before it."""
    invocation = command.invocation
    return invocation.certainty == "certain" and not invocation.guard


def plain(command: Command) -> bool:
    """Return whether another command can be put before this one or in its place: nothing depends on its status or output."""
    invocation = command.invocation
    return not (
        invocation.wrappers
        or invocation.via
        or invocation.condition
        or invocation.negated
        or invocation.background
        or invocation.output
        or invocation.redirects
        or invocation.stage is not None
        or invocation.certainty != "certain"
    )


def _conditions(invocation: Invocation) -> list[str]:
    conditions = []
    for branch, mask in invocation.guard.arms.items():
        if mask != branch.all_arms:
            conditions += [text for arm, text in enumerate(branch.conditions) if mask >> arm & 1]
    return conditions


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def typed_by_hand(context: Context) -> str | None:
    """Return words for why a person decides whether the command is given: documents are typed by hand. None for a script."""
    return "whoever reads it decides" if context.language == "markdown" else None


def for_speed(container: Container) -> bool:
    """Return whether the server is told not to sync its data to disk, so that memory is meant."""
    words = " ".join(word.display().lower() for word in container.command.command)
    return any(sign in words for sign in ("fsync=off", "fsync off", "--save ", "durable=false"))
