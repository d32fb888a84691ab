"""Texts that say themselves that the command which they show fails: the reader is to see it.

A sentence about what may happen ("if the build fails") says nothing of the kind.
"""

from __future__ import annotations

from persistlint.rulekit.surroundings import comments_of, followed_by, lead_of, lines_of_block
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command
    from persistlint.rules.rule import Context

#: That it certainly fails, or that docker can't do it.
_FAILS = regex(
    r"(?i)\b(?:observe|notice|note|see|expect|shows?|illustrates?|demonstrates?)\b[^.]{0,60}\bfail(?:s|ed|ing|ure)?\b|\bwill (?:always )?(?:fail|not work|be refused|be rejected|error out|throw an error)\b|\b(?:doesn't|does not|won't) work\b"
    r"|\b(?:this|it|that|docker|command|build|which) (?:always )?fails\b|\b(?:is|are)(?:n't| not) (?:supported|possible|allowed)\b|\bunsupported\b"
    r"|не поддерживается|не работает|не сработает|завершится ошибкой|не підтримується"
    r"|\bno (?:funciona|est[aá] (?:permitido|soportado)|se puede)\b|\bfallar[aá]\b|\bn[aã]o (?:funciona|[eé] (?:suportado|permitido|poss[ií]vel))\b|\bfalhar[aá]\b"
    r"|\bne (?:fonctionne|marche) pas\b|\bn'est pas (?:support[eé]|possible|permis)|\b[eé]chouera\b|\bfunktioniert nicht\b|\bnicht (?:unterstützt|möglich|erlaubt)\b|\bschlägt fehl\b"
    r"|\bnon (?:funziona|è supportat[oa]|è possibile)\b|不支持|不支援|会失败|會失敗|サポートされて(?:いない|いません)|失敗します|지원(?:되지|하지) 않"
)
_CONDITION = regex(
    r"(?i)\b(?:if|unless|when|whenever|otherwise|in case|without|or|else|si|(?<!no )se|wenn|falls|sinon|sonst|altrimenti)\b|если|иначе|如果|若|否则|場合|たら|면"
)
_SENTENCE = regex(r"(?<=[.!?;。])\s*")


def told_to_fail(command: Command, context: Context) -> str | None:
    """Return words for who says that the command fails, for a message; None where nobody does."""
    if any(map(_says_so, comments_of(command, context))):
        return "the comment says that it fails"
    if context.language != "markdown":
        return None
    if any(map(_says_so, _comments_of_block(command, context))):
        return "the comment says that it fails"
    if _says_so(lead_of(command, context)) or any(map(_says_so, followed_by(command, context))):
        return "the text says that it fails"
    return None


def _comments_of_block(command: Command, context: Context) -> list[str]:
    """Return the comments of the command's block, where no other command of the client stands in it."""
    lines = [line.lstrip(" \t>") for line in lines_of_block(command.span, context)]
    comments = [line.lstrip("# \t") for line in lines if line.startswith("#")]
    others = sum(f"{command.program} " in line for line in lines if not line.startswith("#"))
    return comments if others == 1 else []


def _says_so(text: str) -> bool:
    return any(
        _FAILS.search(sentence) is not None and _CONDITION.search(sentence) is None
        for sentence in _SENTENCE.split(text)
    )
