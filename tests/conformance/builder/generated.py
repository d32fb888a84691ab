"""Dockerfiles made of what the table tries one by one: every instruction, with every kind of word, line and stage."""

from __future__ import annotations

import json
import warnings

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

_NAMES = ["A", "B", "C_1", "d", "RICH", "BLANK", "UNSET"]
_ATOMS = [
    *(
        "a",
        "b1",
        "/",
        "/a",
        "/data",
        "..",
        ".",
        "-",
        "_",
        ":",
        ",",
        "=",
        "#",
        "~",
        "*",
        "?",
        "+",
        "%",
        "@",
        "!",
        "&",
        "|",
        ";",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "é",
        "日本",
        "\\\\",
        "\\ ",
        "\\a",
        "\\$",
        '\\"',
        "\\'",
        "$",
        "`",
    ),
]
_FORMS = [
    *(
        "${0}",
        "${{{0}}}",
        "${{{0}:-w}}",
        "${{{0}-w}}",
        "${{{0}:+w}}",
        "${{{0}+w}}",
        "${{{0}:-${1}}}",
        "${{{0}:-'q r'}}",
    ),
    *(
        "${{{0}#*/}}",
        "${{{0}##*/}}",
        "${{{0}%/*}}",
        "${{{0}%%a*}}",
        "${{{0}%?}}",
        "${{{0}/a/x}}",
        "${{{0}//a/}}",
        "${{{0}:?m}}",
    ),
    *("${{{0}+${{{1}:-v}}}}", "${{{0}#a\\*}}", "${{{0}/\\//_}}"),
]
_BROKEN = ["'", '"', "${A", "${}", "${A:x}", "${A^}", "\\"]
_BLANKS = [" ", " ", " ", "  ", "\t", " \t "]


def _one(values: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


@st.composite
def _variable(draw: st.DrawFn) -> str:
    return draw(_one(_FORMS)).format(draw(_one(_NAMES)), draw(_one(_NAMES)))


@st.composite
def _word(draw: st.DrawFn, first: str = "") -> str:
    """One word as written, quotes and variables in it."""
    pieces = [first]
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.integers(0, 19))
        if kind < 9:
            pieces.append(draw(_one(_ATOMS)))
        elif kind < 14:
            pieces.append(draw(_variable()))
        elif kind < 16:
            inside = draw(st.lists(_one([*_ATOMS[:30], " ", '"', "$A", "\\"]), max_size=3))
            pieces.append("'" + "".join(inside).replace("'", "") + "'")
        elif kind < 19:
            inside = draw(
                st.lists(
                    st.one_of(_one([*_ATOMS[:30], " ", "'", '\\"', "\\$", "\\\\", "\\n"]), _variable()),
                    max_size=3,
                )
            )
            pieces.append('"' + "".join(inside) + '"')
        elif draw(st.integers(0, 5)) == 3:
            pieces.append(draw(_one(_BROKEN)))
    return "".join(pieces)


def _path() -> st.SearchStrategy[str]:
    return st.one_of(
        _one(["/a", "/b/c", "d", "./e", "../f", "/g//h/", ".", "/"]), _word("/"), _word("/"), _word()
    )


@st.composite
def _array(draw: st.DrawFn) -> str:
    """Return a JSON array, or what is nearly one."""
    items = draw(st.lists(st.one_of(_path(), _one(["", " ", "a b", "\t", "\u20ac", '"', "-c"])), max_size=3))
    texts = [json.dumps(item, ensure_ascii=draw(st.booleans())) for item in items]
    blank = draw(_one(["", "", " ", "\t"]))
    text = f"[{blank}" + f"{blank},{draw(_one(['', ' ']))}".join(texts) + f"{blank}]"
    slip = draw(st.integers(0, 29))
    if slip == 11:
        text = text.replace('"', "'")
    elif slip == 12:
        text = text[:-1]
    elif slip == 13 and items:
        text = text[:-1] + ",]"
    elif slip == 14:
        text = text[:-1] + (", 1]" if items else "1]")
    return text + draw(_one(["", "", "", " ", "\t"]))


@st.composite
def _words(draw: st.DrawFn, most: int = 3) -> str:
    words = draw(st.lists(_path(), min_size=1, max_size=most))
    return draw(_one(_BLANKS)).join(words)


@st.composite
def _pairs(draw: st.DrawFn, keyword: str) -> str:
    if keyword != "ARG" and draw(st.integers(0, 4)) == 0:
        return f"{draw(_one(_NAMES))}{draw(_one(_BLANKS))}{draw(_words())}"
    names = draw(st.lists(_one(_NAMES[:5]), min_size=1, max_size=1 if keyword == "ARG" else 3))
    pairs = [f"{name}={draw(st.one_of(_word(), _path(), st.just('')))}" for name in names]
    if keyword == "ARG" and draw(st.integers(0, 2)) == 0:
        pairs = names
    if draw(st.integers(0, 39)) == 17:
        pairs.append("alone")
    return draw(_one(_BLANKS)).join(pairs)


@st.composite
def _arguments(draw: st.DrawFn, keyword: str) -> str:
    if keyword in ("ENV", "LABEL", "ARG"):
        return draw(_pairs(keyword))
    if keyword == "VOLUME":
        return draw(st.one_of(_words(), _words(), _array()))
    if keyword in ("CMD", "ENTRYPOINT"):
        return draw(st.one_of(_words(), _array(), _array()))
    if keyword == "SHELL":
        return draw(_array())
    if keyword == "HEALTHCHECK":
        return draw(
            _one(
                [
                    "NONE",
                    "CMD a || b",
                    'CMD ["a"]',
                    "--interval=5s --retries=2 CMD a",
                    "--timeout=x CMD a",
                    "CMD",
                ]
            )
        )
    if keyword == "EXPOSE":
        return draw(
            _one(
                [
                    "80",
                    "80/tcp 443/udp",
                    "80-90",
                    "80 ${UNSET}",
                    "8080:80",
                    "9/SCTP",
                    "$A 80",
                    "90-80",
                    "80/x",
                    "a",
                ]
            )
        )
    if keyword == "STOPSIGNAL":
        return draw(_one(["SIGTERM", "9", "sigint", "RTMIN+3", "KILL", "SIGTERM", "15", "SIGX", "0"]))
    return draw(_path())


_PLAIN = [
    "VOLUME",
    "VOLUME",
    "VOLUME",
    "WORKDIR",
    "WORKDIR",
    "USER",
    "ENV",
    "ENV",
    "ENV",
    "ARG",
    "ARG",
    "LABEL",
]
_KEYWORDS = [
    *_PLAIN,
    "CMD",
    "CMD",
    "ENTRYPOINT",
    "ENTRYPOINT",
    "SHELL",
    "HEALTHCHECK",
    "EXPOSE",
    "STOPSIGNAL",
]


@st.composite
def _instruction(draw: st.DrawFn) -> str:
    keyword = draw(_one(_KEYWORDS))
    arguments = draw(_arguments(keyword))
    before = draw(_one(["", "", "", "ONBUILD "]))
    spelled = draw(_one([keyword, keyword, keyword.lower(), keyword.title()]))
    if draw(st.integers(0, 59)) == 17:
        arguments = draw(_one(["", "--x " + arguments, "--x=1 " + arguments]))
    return f"{before}{spelled}{draw(_one(_BLANKS))}{arguments}"


@st.composite
def _here_document(draw: st.DrawFn, stage: int) -> str:
    name = draw(_one(["EOF", "E_1", "END"]))
    written = draw(_one([name, f"'{name}'", f'"{name}"']))
    dash = draw(_one(["", "-"]))
    body = draw(st.lists(_one(["VOLUME /no", "$A", "# c", "", "USER x \\", "'", f" {name}"]), max_size=3))
    tab = "\t" if dash else ""
    lines = [f"COPY <<{dash}{written} /f{stage}", *body, tab + name]
    return "\n".join(lines)


@st.composite
def _laid_out(draw: st.DrawFn, instruction: str, escape: str) -> str:
    """Return the instruction with its blanks broken into lines, comments and blank lines between, as they may be."""
    parts = [""]
    for character in instruction:
        if character == " " and draw(st.integers(0, 11)) == 0:
            between = draw(_one(["", "", "# c\n", "  # c = d\n", "\n", f"# c {escape}\n"]))
            parts.append(f" {escape}{draw(_one(['', ' ', '  ']))}\n{between}{draw(_one(['', '  ', chr(9)]))}")
        else:
            parts.append(character)
    lead = draw(_one(["", "", "", "", " ", "\t"]))
    return lead + "".join(parts) + draw(_one(["", "", "", "", " ", "  \t"]))


@st.composite
def dockerfiles(draw: st.DrawFn) -> str:
    """Return a whole Dockerfile."""
    escape = draw(_one(["\\"] * 7 + ["`"]))
    head = "# escape=`" if escape == "`" else draw(_one(["", "", "# comment", "#escape=\\"]))
    lines = [head] if head else []
    base = draw(_one(["plain", "rich", "scratch"]))
    if draw(st.integers(0, 3)) == 0:
        lines.append(f"ARG A={base}")
        base = draw(_one(["$A", "${A}", "${A:-plain}", "${UNSET:-rich}"]))
    names: list[str] = []
    for stage in range(int(draw(_one(["1", "1", "2", "3"])))):
        if draw(st.booleans()) and names:
            base = draw(_one(names))
        name = draw(_one([f"s{stage}", f"S-{stage}", ""])) if draw(st.booleans()) else ""
        keyword = draw(_one(["FROM", "FROM", "from"]))
        lines.append(f"{keyword} {base}" + (f" {draw(_one(['AS', 'as']))} {name}" if name else ""))
        for _ in range(draw(st.integers(1, 5))):
            kind = draw(st.integers(0, 14))
            if kind == 0:
                lines.append(draw(_one(["# comment", "", "  # c \\", "\t"])))
            elif kind == 1:
                lines.append(draw(_here_document(stage)))
            elif kind == 2 and names:
                lines.append(f"COPY --from={draw(_one([*names, '0']))} /file /g{stage}")
            else:
                lines.append(draw(_laid_out(draw(_instruction()), escape)))
        if name:
            names.append(name.lower())
        base = draw(_one(["plain", "rich", "scratch"]))
    end = draw(_one(["\n"] * 7 + ["\r\n"]))
    text = "\n".join(lines).replace("\n", end) + draw(_one([end, ""]))
    return ("\ufeff" if draw(st.integers(0, 19)) == 0 else "") + text


def drawn(count: int, number: int) -> list[tuple[str, str]]:
    """So many Dockerfiles with their names, the same ones for the same ``number``."""
    by_text: dict[str, None] = {}
    batch = 0
    while len(by_text) < count:
        batch += 1

        @seed(number * 1009 + batch)
        @settings(
            max_examples=min(count + 1, 100),
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(dockerfiles())
        def collect(text: str) -> None:
            by_text[text] = None

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            collect()
    return [(f"generated {number}.{index}", text) for index, text in enumerate(list(by_text)[:count], 1)]
