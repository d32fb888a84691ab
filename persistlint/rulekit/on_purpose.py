"""Texts that say themselves that what they start is volatile, a demonstration, or wrong.

The words are of the languages that public scripts and courses are written in. A sentence that warns of a loss to avert it
("so that no data is lost") says nothing of the kind.
"""

from __future__ import annotations

from persistlint.rulekit.surroundings import (
    comments_at_head,
    comments_of,
    comments_of_services,
    followed_by,
    headings_of,
    lead_of,
)
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Container
    from persistlint.rules.rule import Context

#: That nothing of it is meant to last.
_VOLATILE = regex(
    r"(?i)\bvolatile\b|\bephemeral|\bthrow-?away\b|\bdisposable\b|\bnon-?persist|\b(?:not|isn't|aren't|never) (?:be )?(?:persist|kept|preserved)"
    r"|\bno (?:data )?persist|\bwith ?out (?:(?:a|an|any|the|using|persistent|named|data|docker) )*(?:volumes?|mounts?|persist\w*|storage)\b|\bno[- _](?:persistent )?volumes?\b"
    r"|\bdata (?:is|are|will be|gets?|would be) (?:lost|gone|deleted|wiped)|\b(?:lose|loses|losing) (?:(?:all|its|the|your|any) )*data\b|\bin[- ]memory only\b"
    r"|\bfor (?:(?:quick|local|simple|your) )?(?:test(?:s|ing)?|demos?|demonstrations?|evaluation|experiment\w*|trying)\b(?: (?:purposes|only))?|\bquick (?:demo|test|try)\b"
    r"|\b(?:a|this|the) demo\b|\bdemo(?:nstrate|nstration)?s? (?:of|how|that|why|the)\b|\bplayground\b|\btry (?:it )?out\b"
    r"|\bsin (?:(?:un|ning[uú]n|usar|los|el) )*vol[uú]men|\bsem (?:(?:um|nenhum|usar|os?) )*volumes?\b|\bef[ií]mer|\bvol[aá]til|\bdescart[aá]ve|\bse pierden?\b|\bse perder[aá]"
    r"|\bdatos (?:se )?pierd|\bser[aã]o perdid|\bs[aã]o perdid|\bsin persist|\bsem persist|\bsolo (?:para )?pruebas\b|\bapenas (?:para )?testes\b"
    r"|\bsans (?:(?:le|un|les|aucun|aucune|utiliser) )*(?:volumes?|persistance|stockage)\b|éphémère|\b(?:sont|seront|est|sera) perdu|disparu(?:e|es|s)?\b|\bjetable|\bnon persistant"
    r"|\bohne (?:(?:ein|einem|das) )?(?:volumes?|persist)|\bflüchtig|\bgehen verloren|\bverloren\b|\bnicht persist|\bwegwerf"
    r"|\bsenza volum|\beffimer|\bandranno pers|без (?:тома|томов|volume|сохранения)|теряются|потеря|эфемерн"
    r"|不挂载|未挂载|没有挂载|不使用(?:数据)?卷|[无無](?:数据)?卷|没有(?:数据)?卷|(?:数据|資料).{0,6}(?:丢失|消失|遺失)|临时|(?:仅|只)(?:用于|供)?测试|演示"
    r"|永続化(?:しない|せず|なし|されない)|データ.{0,4}(?:消え|失われ)|一時的|ボリュームなし|使い捨て|볼륨 없이|데이터.{0,3}(?:사라|손실|삭제)|임시"
)
#: That it is wrong, said at the beginning of a comment, a heading or a paragraph.
_WRONG = regex(
    r"(?i)^\W*(?:wrong|bad(?: (?:example|practice|idea))?|incorrect|anti-?pattern|don't(?: do this)?|do not do this|avoid(?: this)?|dangerous|insecure|à éviter|mauvais\w*|dangereux|incorrect\w*"
    r"|mal[oa]?|incorrect[oa]|peligros[oa]|errad[oa]|evitar|perigos[oa]|falsch|schlecht|sbagliato|неправильно|плохо|错误|錯誤|不推荐|反例|間違い|悪い例|非推奨|나쁜|잘못)\b\W*(?:$|[:.(—–-])"
    r"|^\W*(?:错误|錯誤|不推荐|反例|間違い|悪い例|非推奨|나쁜|잘못)|[\u274c\u2717\u2718\u26d4\u2716\U0001f6ab]"
)
#: That a loss is averted, or that it is only possible.
_AVERTED = regex(
    r"(?i)\b(?:avoid|prevent|so that|in order|ensure|make sure|without los|never lose|won't lose|not lose|don't lose|no data (?:is|will)|(?:is|are) not lost|isn't lost|if|unless|pour (?:éviter|ne pas)"
    r"|évite|para (?:evitar|que|no|não)|evita|damit|um .{0,30} zu|чтобы|避免|防止|以免|防ぐ|ため|방지|survive|even (?:if|when|after)|backup)"
)
#: That a file isn't there to be run as it stands.
_FOR_SHOW = regex(
    r"(?i)\b(?:just|only|merely) (?:\w+ )?(?:an? )?(?:example|sample|demo|template)\b|\b(?:example|demo|demonstration|testing|tests?|development|dev|evaluation) (?:purposes? )?only\b"
    r"|(?:\bnot|\bnever|n't) (?:\w+ ){0,3}(?:in|for|to be used in) production\b|\bnot production[- ]ready\b|(?:\bnot|n't) (?:intend?ed|meant) to (?:be )?run\b"
)
_NAME = regex(
    r"(?i)(?:^|[-_ ./])(?:no|wit?h?out|sin|sem|sans|ohne|senza)[-_ ]?(?:a[-_ ])?(?:volumes?|volumen(?:es)?|mounts?|persist\w*|storage)(?:$|[-_ ./])"
    r"|(?:^|[-_ ./])(?:volatile|ephemeral|throwaway|throw-away|disposable|efimero|ephemere|volatil)(?:$|[-_ ./])"
)


def says_so(container: Container, context: Context) -> str | None:
    """Return who says that the container is volatile, a demonstration or wrong, for a message ("the comment says so"); None where nobody does."""
    command = container.command
    name = container.name_text
    if name and _NAME.search(name):
        return f"its name is `{name}`"
    if _NAME.search(context.path.rpartition("/")[2]):
        return "the name of this file says so"
    for entry in command.env:
        variable = entry.marked().partition("=")[0]
        if _NAME.search(variable):
            return f"`{variable}` says so"
    if any(_tells(comment) for comment in comments_of(command, context)):
        return "the comment says so"
    if command.service_name is not None and any(map(_tells, comments_of_services(command, context))):
        return "the comment above `services:` says so"
    if command.service_name is not None and _FOR_SHOW.search(" ".join(comments_at_head(command, context))):
        return "the comment at the head of the file says so"
    if context.language == "markdown":
        behind = followed_by(command, context)
        if _tells(lead_of(command, context)) or any(_tells(text) for text in behind):
            return "the text says so"
        if any(_QUESTION.search(text) is not None for text in behind):
            return "the text asks what becomes of it"
        if any(_tells(heading) for heading in headings_of(command, context)[:1]):
            return "the heading says so"
    return None


def _tells(text: str) -> bool:
    """Return whether a comment, a paragraph or a heading says so itself. Only its last sentences count: they lead to the command."""
    text = text[-400:]
    if _WRONG.search(text) is not None:
        return True
    return any(
        _VOLATILE.search(sentence) is not None and _AVERTED.search(sentence) is None
        for sentence in _SENTENCE.split(text)
    )


#: A question of a course about the block before it: "How many rows are in the table?"
_QUESTION = regex(
    r"(?i)^(?:[^.!?]{0,80}[,:] )?\W*(?:what|how many|where|which|who|does|do|did|is|are|will|would|can|why|que|qué|cu[aá]nt[oa]s|où|combien|que se passe|was|wie viele|wo|почему|что|сколько)\b[^.!?\n]{4,160}\?\s*$"
    r"|^[^。？\n]{2,80}(?:什么|多少|哪里|吗|何|か|까)[^。\n]{0,20}？\s*$"
)
_SENTENCE = regex(r"(?<=[.!?:;])\s+|[。！？；]")
