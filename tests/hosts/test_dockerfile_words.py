import re

import pytest

from persistlint.hosts.dockerfile_expand import Reading, Scope, WordError, expand
from persistlint.hosts.dockerfile_lines import LineReader
from persistlint.hosts.dockerfile_words import (
    here_document,
    here_documents,
    json_strings,
    split_blanks,
    split_flags,
    split_words,
)
from persistlint.hosts.image_definition import has_unknown, show_unknown, unknown


def is_unknown(text: str) -> bool:
    """Return whether ``text`` is nothing but unknown."""
    return re.fullmatch("(\ue000[^\ue000\ue001]*\ue001)+", text) is not None


def lines(text: str) -> list[str]:
    reader = LineReader(text)
    result = []
    while (line := reader.next_line()) is not None:
        result.append(line.text)
    return result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RUN a \\\n  b\n", ["RUN a   b"]),
        ("RUN a \\  \n b", ["RUN a  b"]),
        ("RUN a \\\n# note\n   # note\n\n  b\nUSER c", ["RUN a   b", "USER c"]),
        ("RUN a \\\\\nUSER c", ["RUN a \\\\", "USER c"]),
        ("RUN a\\\n\\\nb\n", ["RUN ab"]),
        ("# escape=`\nRUN a `\n b \\\nUSER c", ["RUN a  b \\", "USER c"]),
        ("#syntax = x\n# Escape = ` \nRUN a `\nb", ["RUN a b"]),
        ("\n# escape=`\nRUN a `\nUSER b", ["RUN a `", "USER b"]),
        ("# note\n# escape=`\nRUN a `\nUSER b", ["RUN a `", "USER b"]),
        ("# escape=x\nRUN a \\\nb", ["RUN a b"]),
        ("  \t# only a comment\n\n", []),
        ("RUN a \\", ["RUN a "]),
        ("RUN a \\\r\n  b\r\n", ["RUN a   b"]),
        ("\xef\xbb\xbfFROM a", ["FROM a"]),
        ("\xc2\xa0FROM a", ["FROM a"]),
        ("", []),
    ],
)
def test_logical_lines(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def cut(text: str, ranges: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in ranges]


def test_words() -> None:
    text = "/a  '/b c'\t\"/d\""
    assert cut(text, split_blanks(text, 0, len(text))) == ["/a", "'/b", "c'", '"/d"']
    text = r"""A="b c" B=d\ e C='f "g' D="h\" i" """
    assert cut(text, split_words(text, 0, len(text), "\\")) == [
        'A="b c"',
        r"B=d\ e",
        "C='f \"g'",
        r'D="h\" i"',
    ]


@pytest.mark.parametrize(
    ("text", "flags", "rest"),
    [
        ("--from=a --link /x", ["--from=a", "--link"], "/x"),
        ("--chown='a b' /x", ["--chown=a b"], "/x"),
        ("-- --x /y", [], "--x /y"),
        ("-x", [], "-x"),
        ("--x", ["--x"], ""),
        ("", [], ""),
    ],
)
def test_flags(text: str, flags: list[str], rest: str) -> None:
    flags_read, at = split_flags(text, 0, len(text), "\\")
    assert ([flag for flag, _ in flags_read], text[at:]) == (flags, rest)


@pytest.mark.parametrize(
    ("text", "strings"),
    [
        ('["a", "b c"]', ["a", "b c"]),
        ('[ "a" ,\t"b" ] ', ["a", "b"]),
        ("[]", []),
        (r'["a\"b\\c\n", "\u00e9\ud83d\ude00"]', ['a"b\\c\n', "\u00e9\U0001f600"]),
        (r'["\ud83d"]', ["\ufffd"]),
        ("['a']", None),
        ('["a",]', None),
        ('["a"', None),
        ('["a" "b"]', None),
        ('["a"] x', None),
        ('["a", 1]', None),
        ('["a\tb"]', None),
        ('[["a"]]', None),
        ('"a"', None),
        ("", None),
    ],
)
def test_json(text: str, strings: list[str] | None) -> None:
    strings_read = json_strings(text, 0, len(text))
    assert (None if strings_read is None else [string.value for string in strings_read]) == strings


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("RUN <<EOF", [("EOF", True, False)]),
        ("RUN <<-'E O'", [("E O", False, True)]),
        ('RUN cat <<"A" <<B 3<<C > x', [("A", False, False), ("B", True, False), ("C", True, False)]),
        ("RUN << EOF cat", [("EOF", True, False)]),
        ('RUN echo "<<EOF"', []),
        ("RUN cat <<<EOF", []),
        ("RUN echo $((1<<2))", []),
        ("RUN echo a<<b", []),
        ("RUN it's <<EOF", []),
        ("RUN <<", []),
    ],
)
def test_here_document_operators(line: str, found: list[tuple[str, bool, bool]]) -> None:
    assert here_documents(line) == found


def test_a_here_document_of_two_words_is_none() -> None:
    assert here_document("<<a b") is None


SET = {"FOO": "bar", "EMPTY": "", "FILE": "a.b.tar.gz", "DIR": "/x/y/z"}
EXPANSIONS = [
    ("a$FOO", "abar"),
    ("${FOO}a", "bara"),
    ("\\$FOO", "$FOO"),
    ("'$FOO'", "$FOO"),
    ('"$FOO \\" \\a"', 'bar " \\a'),
    ("a\\ b", "a b"),
    ("$", "$"),
    ("$.", "$."),
    ("${NO:-d}${NO-e}${EMPTY:-f}${EMPTY-g}", "def"),
    ("${FOO:+y}${EMPTY:+n}${EMPTY+e}${NO+n}", "ye"),
    ("${FOO:?m}", "bar"),
    ("${NO:-${FOO}}", "bar"),
    ("${FILE%.*}", "a.b.tar"),
    ("${FILE%%.*}", "a"),
    ("${FILE#*.}", "b.tar.gz"),
    ("${FILE##*.}", "gz"),
    ("${DIR##*/}", "z"),
    ("${FILE/./-}", "a-b.tar.gz"),
    ("${FILE//./-}", "a-b-tar-gz"),
    ("${DIR/\\/x/}", "/y/z"),
    ("${FOO#?}", "ar"),
    ("$NO", ""),
    ("['/data']", "[/data]"),
]


def scope(closed: bool = True) -> Scope:
    made = Scope(Reading(set()), closed)
    made.variables = dict(SET)
    return made


@pytest.mark.parametrize(("word", "text"), EXPANSIONS)
def test_expansion(word: str, text: str) -> None:
    assert expand(word, scope(), "\\") == text


@pytest.mark.parametrize(
    "word",
    [
        "'a",
        '"a',
        "${",
        "${FOO",
        "${}",
        "${:a}",
        "${FOO:x}",
        "${FOO!a}",
        "${NO:?x}",
        "${EMPTY:?x}",
        "${FOO/a}",
    ],
)
def test_what_the_engine_refuses(word: str) -> None:
    with pytest.raises(WordError):
        expand(word, scope(), "\\")


def test_a_backtick_escapes_where_the_directive_says_so() -> None:
    assert expand("`$FOO\\", scope(), "`") == "$FOO\\"


def test_what_the_base_image_may_set_is_unknown() -> None:
    open_scope = scope(closed=False)
    assert expand("/a/$X/b", open_scope, "\\") == f"/a/{unknown('X')}/b"
    assert is_unknown(expand("${X#a}", open_scope, "\\"))
    assert is_unknown(expand("${X:+a}", open_scope, "\\"))
    assert is_unknown(expand("${X:?a}", open_scope, "\\"))
    assert expand("${X:-/d}", open_scope, "\\") == "/d"
    assert open_scope.reading.assumed == {"X"}


def test_an_unknown_value_stays_inside_its_text() -> None:
    environment = scope()
    environment.variables["V"] = "v" + unknown("TAG")
    environment.variables["U"] = unknown("TAG")
    assert show_unknown(expand('"$V/x"', environment, "\\")) == "v⟨TAG⟩/x"
    assert expand("${V:-d}", environment, "\\") == "v" + unknown("TAG")
    assert is_unknown(expand("${U:-d}", environment, "\\"))
    assert is_unknown(expand("${V%x}", environment, "\\"))
    assert expand("'" + unknown("a") + "'", environment, "\\") == unknown("a")


def test_unknown_marks() -> None:
    assert show_unknown("a" + unknown("$(date +%F)")) == "a⟨date_F⟩"
    assert has_unknown("a" + unknown("x"))
    assert not has_unknown("a")
