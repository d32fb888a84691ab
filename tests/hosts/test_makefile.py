"""Recipes of Makefiles as shell code."""

import pytest

from persistlint.api import analyse
from persistlint.hosts.makefile.reading import MakefileReading, read_makefile
from tests.hosts.shown import text_of


def read(text: str, files: dict[str, str] | None = None) -> MakefileReading:
    known_files = files or {}
    return read_makefile(
        text.encode(), lambda name: known_files[name].encode() if name in known_files else None
    )


def lines(text: str, files: dict[str, str] | None = None) -> list[str]:
    """Return the recipe lines, unknown text as ``⟨name⟩``."""
    return [text_of(fragment) for fragment in read(text, files).fragments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\t@-+ echo x\n", ["echo x"]),
        ("a: ; echo x\n\techo y\n", ["echo x", "echo y"]),
        ("a:\n\techo $$HOME $@ $(CURDIR)\n", ["echo $HOME ⟨$@⟩ ⟨CURDIR⟩"]),
        ("a:\n\tdocker run \\\n\t  -d \\\n\t  x\n", ["docker run \\\n  -d \\\n  x"]),
        ("X = $(Y)\nY = b\na:\n\techo $(X) ${Y} $Y\n", ["echo b b ⟨Y⟩"[:-3] + "b"]),
        ("Y = b\nX := $(Y)\nY = c\na:\n\techo $(X) $(Y)\n", ["echo b c"]),
        ("X ?= b\nX ?= c\nX += d\na:\n\techo $(X)\n", ["echo b d"]),
        ("X != date\na:\n\techo $(X) $(shell date)\n", ["echo ⟨X⟩ ⟨$(shell date)⟩"]),
        ("X := a$$b\na:\n\techo $(X)\n", ["echo a$b"]),
        ("X ::= 1\nX :::= 2\na:\n\techo $(X)\n", ["echo 2"]),
        ("X = a \\\n   b # c\na:\n\techo $(X)\n", ["echo a b "]),
        ("X = $(X) b\na:\n\techo $(X)\n", ["echo ⟨X⟩ b"]),
        ("define R\n@echo $(1)\ndocker run $(1)\nendef\na:\n\t$(call R,x)\n", ["echo x", "docker run x"]),
        ("a: X = 1\nX = 2\na:\n\techo $(X)\nb:\n\techo $(X)\n", ["echo 1", "echo ⟨X⟩"]),
        ("X = 1\nifeq ($(X),1)\nY = yes\nelse\nY = no\nendif\na:\n\techo $(Y)\n", ["echo yes"]),
        ("ifdef CI\nY = yes\nelse\nY = no\nendif\na:\n\techo $(Y)\n", ["echo ⟨Y⟩"]),
        ("X = a.c b.c\na:\n\techo $(X:.c=.o) $(X:%.c=%.h)\n", ["echo a.o b.o a.h b.h"]),
        ("a:\n\techo $(if ,y,n) $(if x,y,n) $(or ,b) $(strip  c ) $(subst a,b,aa)\n", ["echo n y b c bb"]),
        ("a:\n\techo 1\n\n# c\n\n\techo 2\n", ["echo 1", "echo 2"]),
        ("a:\n\techo 1\nX = 1\n\techo 2\n", ["echo 1"]),
        ("include x.mk\na:\n\techo $(X)\n", ["echo from-x"]),
        ("-include .env\na:\n\techo $(X)\n", ["echo ⟨X⟩"]),
        (".RECIPEPREFIX = >\na:\n> echo x\n", ["echo x"]),
        ("export X = a b\na:\n\techo $$X\n", ["export X='a b'\necho $X"]),
        (".ONESHELL:\na:\n\t@cd x\n\t@docker run y\n", ["cd x\ndocker run y\n"]),
        ("a:\n\techo $(unclosed\n", ["echo ⟨$(unclosed⟩"]),
    ],
)
def test_recipes(text: str, expected: list[str]) -> None:
    files = {"x.mk": "X = from-x\n", ".env": "X=secret\n"}
    assert lines(text, files) == expected


def test_the_shell_of_a_recipe() -> None:
    assert [fragment.dialect for fragment in read("a:\n\tx\n").fragments] == ["sh"]
    assert [fragment.dialect for fragment in read("SHELL := /usr/bin/env bash\na:\n\tx\n").fragments] == [
        "bash"
    ]


def test_a_line_of_an_undecided_conditional_is_possible() -> None:
    fragments = read("a:\nifdef X\n\techo 1\nendif\n\techo 2\n").fragments
    assert [(fragment.text, fragment.certainty) for fragment in fragments] == [
        (b"echo 1", "possible"),
        (b"echo 2", "certain"),
    ]


def test_variables_that_multiply_end_unknown() -> None:
    text = "A0 = " + "x" * 100 + "\n" + "".join(f"A{n} = $(A{n - 1})$(A{n - 1})\n" for n in range(1, 60))
    (fragment,) = read(text + "a:\n\techo $(A59)\n").fragments
    assert fragment.unknowns
    assert len(fragment.text) < 2_000_000


def test_a_finding_stands_at_the_reference_and_its_fix_too() -> None:
    text = "IMAGE ?= postgres:16\nup:\n\tdocker run -d --name db -e POSTGRES_PASSWORD=x $(IMAGE)\n"
    (finding,) = analyse(text, path="Makefile").findings
    assert (finding.code, finding.line) == ("PSL101", 3)
    assert [edit.text for fix in finding.fixes for edit in fix.edits] == [
        "-v pgdata:/var/lib/postgresql/data "
    ]


def test_a_text_for_the_shell_has_two_dollars() -> None:
    (fragment,) = read("a:\n\tdocker run x\n").fragments
    assert fragment.mapping.written('"$PWD"/') == '"$$PWD"/'


def test_targets_know_nothing_of_one_another() -> None:
    text = "up:\n\tdocker run -d --name db busybox\nagain:\n\tdocker run -d --name db busybox\n"
    assert not [finding for finding in analyse(text, path="Makefile").findings if finding.severity == "error"]


def test_what_a_target_named_clean_deletes_is_meant_to_go() -> None:
    up = "up:\n\tdocker run -d --name db -v pg:/var/lib/postgresql/data -e POSTGRES_PASSWORD=x postgres:16\n"
    by_name = {
        name: [
            finding.severity
            for finding in analyse(f"{up}{name}:\n\tdocker volume rm pg\n", path="Makefile").findings
        ]
        for name in ("clean", "update")
    }
    assert "warning" not in by_name["clean"]
