"""Scripts that a script writes into a file: read as what they are, and never as commands of the script that writes them."""

from __future__ import annotations

import pytest

from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Unknown
from tests.shell.shell_calls import calls, engine_calls, evaluate

RM = "docker volume rm data"

READ = {
    "cat": (f"cat > x.sh <<E\n{RM}\nE\n", "script x.sh"),
    "the file behind the here-document": (f"cat <<E > bin/x.sh\n{RM}\nE\n", "script x.sh"),
    "cat -": (f"cat - > x.sh <<'E'\n{RM}\nE\n", "script x.sh"),
    "without blanks": (f"cat >x.bash<<E\n{RM}\nE\n", "script x.bash"),
    "tee": (f"tee /opt/x.sh <<E\n{RM}\nE\n", "script x.sh"),
    "tee as root": (f"sudo tee /opt/x.sh > /dev/null <<'E'\n{RM}\nE\n", "script x.sh"),
    "through a pipe": (f"cat <<E | sudo tee /opt/x.sh\n{RM}\nE\n", "script x.sh"),
    "echo into tee": (f"echo '{RM}' | sudo tee -a x.sh\n", "script x.sh"),
    "echo": (f"echo '{RM}' > x.sh\n", "script x.sh"),
    "printf": (f"printf '%s\\n' '{RM}' > x.sh\n", "script x.sh"),
    "a first line that names a shell": (f"cat > x <<E\n#!/usr/bin/env bash\n{RM}\nE\n", "script x"),
    "a tab before each line": (f"cat > x.sh <<-E\n\t{RM}\n\tE\n", "script x.sh"),
    "a folder that isn't known": (f'cat > "$D/x.sh" <<E\n{RM}\nE\n', "script x.sh"),
    "a file that isn't known": (f'cat > "$F" <<E\n#!/bin/sh\n{RM}\nE\n', "script $F"),
    "in a function": (f"f() {{\ncat > x.sh <<E\n{RM}\nE\n}}\nf\n", "script x.sh"),
    "in a function that nothing calls": (f"f() {{\ncat > x.sh <<E\n{RM}\nE\n}}\n", "script x.sh"),
    "behind a condition": (f"if [ -d x ]; then\ncat > x.sh <<E\n{RM}\nE\nfi\n", "script x.sh"),
    "on another host": (f"ssh h 'cat > x.sh' <<E\n{RM}\nE\n", "script x.sh"),
    "in a subshell": (f"( cat > x.sh <<E\n{RM}\nE\n)\n", "script x.sh"),
}


@pytest.mark.parametrize("name", READ)
def test_read(name: str) -> None:
    text, unit = READ[name]
    (command,) = engine_calls(evaluate(text))
    assert [word.text for word in command.words] == RM.split()
    assert command.function == unit
    assert command.certainty == "certain"


SILENT = {
    "text": f"cat > x.txt <<E\n{RM}\nE\n",
    "a program of another kind": f"cat > x <<E\n#!/usr/bin/env python3\n{RM}\nE\n",
    "the same with the extension": f"cat > x.sh <<E\n#!/usr/bin/perl\n{RM}\nE\n",
    "a document": f"cat > README.md <<E\n{RM}\nE\n",
    "what is printed": f"cat <<E\n{RM}\nE\n",
    "error output": f"cat 2> x.sh <<E\n{RM}\nE\n",
    "two files joined": f"cat a - > x.sh <<E\n{RM}\nE\n",
    "what another command prints": f"sed s/a/b/ > x.sh <<E\n{RM}\nE\n",
    "a format with numbers": f"printf '%d {RM}' 1 > x.sh\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_not_read(name: str) -> None:
    assert calls(SILENT[name]) == []


def test_an_unquoted_delimiter_expands_what_the_outer_script_knows() -> None:
    text = "V=data\nV2=other\ncat > x.sh <<E\nV=mine\ndocker volume rm $V \\$V ${V2}\nE\n"
    (command,) = engine_calls(evaluate(text))
    assert [word.text for word in command.words[3:]] == ["data", "mine", "other"]


def test_a_quoted_delimiter_leaves_all_to_the_inner_script() -> None:
    text = "V=data\ncat > x.sh <<'E'\ndocker volume rm $V\nE\n"
    (command,) = engine_calls(evaluate(text))
    assert isinstance(command.words[3].value.pieces[0], Unknown)


def test_the_inner_script_leaves_the_outer_one_as_it_is() -> None:
    text = f"V=data\ncat > x.sh <<'E'\nset -e\ncd /x\nV=mine\n{RM}\nexit 1\nE\ndocker volume rm $V\n"
    inner, outer = engine_calls(evaluate(text))
    assert inner.function == "script x.sh"
    assert outer.function == ""
    assert outer.words[3].text == "data"
    assert not outer.options.errexit
    assert inner.options.errexit


def test_two_texts_of_one_name_are_two_scripts_and_an_added_one_is_the_same() -> None:
    text = f"cat > x.sh <<E\n{RM}\nE\ncat >> x.sh <<E\n{RM}\nE\ncat > x.sh <<E\n{RM}\nE\n"
    units = [command.function for command in engine_calls(evaluate(text))]
    assert units == ["script x.sh", "script x.sh", "script x.sh (2)"]


def test_each_word_is_where_it_is_written() -> None:
    text = "cat > x.sh <<'E'\n#!/bin/sh\ndocker volume rm data\nE\n"
    (command,) = (
        event for event in evaluate(text).events if isinstance(event, Invocation) and event.is_engine
    )
    span = command.words[3].span
    assert text[span.start : span.end] == "data"


def test_the_commands_around_stay() -> None:
    text = f"cat > x.sh <<E\n{RM}\nE\nchmod +x x.sh\n./x.sh\n{RM}\n"
    assert [command.function for command in engine_calls(evaluate(text))] == ["script x.sh", ""]
