import pytest

from persistlint.hosts.dockerfile import read_dockerfile, run_fragments
from persistlint.hosts.image_definition import ImageDefinition, Stage, show_unknown
from persistlint.text.mapping import Mapping


def image(text: str, build_args: dict[str, str] | None = None) -> Stage:
    stage = read_dockerfile("Dockerfile", text.encode(), build_args=build_args).image
    assert stage is not None
    return stage


def volumes(text: str, build_args: dict[str, str] | None = None) -> list[str]:
    return [show_unknown(volume.path) for volume in image(text, build_args).volumes]


def scripts(text: str) -> list[tuple[str, str]]:
    return [
        (each.dialect, each.text.decode())
        for each in run_fragments(read_dockerfile("Dockerfile", text.encode()))
    ]


# What a real engine stored for each (mistakes.md M87 to M89).
VOLUMES = [
    ("VOLUME data", ["data"]),
    ("VOLUME ./data", ["./data"]),
    ("VOLUME ['/data']", ["[/data]"]),
    ("VOLUME ['/data', '/logs']", ["[/data,", "/logs]"]),
    ("VOLUME /data, /logs", ["/data,", "/logs"]),
    ("VOLUME ./host:/data", ["./host:/data"]),
    ("VOLUME mydata:/data", ["mydata:/data"]),
    ("VOLUME ~/data", ["~/data"]),
    ("VOLUME $UNSET/data", ["/data"]),
    ("VOLUME $UNSET", []),
    ('VOLUME "/data"', ["/data"]),
    ('VOLUME ["/a", "/b"]', ["/a", "/b"]),
    ('VOLUME ["/a", "/b"', ["[/a,", "/b"]),
    ('VOLUME ["/a",]', ["[/a,]"]),
    ("VOLUME data # x", ["data", "#", "x"]),
    ("VOLUME /a \\\n  /b \\\n# note\n  /c", ["/a", "/b", "/c"]),
    ("volume /data", ["/data"]),
    ("ENV P=/x\nVOLUME $P/y ${P}z ${Q:-/d}", ["/x/y", "/xz", "/d"]),
    ('ENV P=/x\nVOLUME ["$P/y"]', ["/x/y"]),
    ("VOLUME {{ path }}", ["⟨template⟩"]),
]


@pytest.mark.parametrize(("text", "paths"), VOLUMES)
def test_volume(text: str, paths: list[str]) -> None:
    assert volumes(f"FROM scratch\nWORKDIR /app\n{text}\n") == paths


def test_a_path_from_the_base_image_s_environment_is_unknown() -> None:
    assert volumes("FROM postgres\nVOLUME $PGDATA") == ["⟨PGDATA⟩"]


SCOPES = [
    ("ARG D=/d\nFROM scratch\nVOLUME x$D", None, ["x"]),
    ("ARG D=/d\nFROM scratch\nARG D\nVOLUME $D", None, ["/d"]),
    ("ARG D=/d\nFROM scratch\nARG D=/e\nVOLUME $D", None, ["/e"]),
    ("FROM scratch\nARG D\nVOLUME $D", None, ["⟨D⟩"]),
    ("FROM scratch\nARG D\nVOLUME $D", {"D": "/b"}, ["/b"]),
    ("FROM scratch\nARG D\nVOLUME x$D", {}, ["x"]),
    ("ARG D=/d\nFROM scratch\nARG D\nVOLUME $D", {"D": "/b"}, ["/b"]),
    ("FROM scratch\nARG D=/a\nENV D=/e\nVOLUME $D", None, ["/e"]),
    ("FROM scratch\nENV D=/e\nARG D=/a\nVOLUME $D", None, ["⟨D⟩"]),
    ("FROM scratch\nENV D=/e\nARG D\nVOLUME $D", None, ["/e"]),
    ("FROM scratch\nENV A=/a\nENV A=/b B=$A\nVOLUME $B", None, ["/a"]),
    ("FROM scratch\nARG A=/a B=$A/b\nVOLUME $B", None, ["/a/b"]),
    ("FROM scratch\nENV A /a b\nVOLUME x$A", None, ["x/a b"]),
    ("FROM scratch\nARG TARGETARCH\nVOLUME /$TARGETARCH", None, ["/⟨TARGETARCH⟩"]),
    ("FROM scratch AS a\nENV D=/e\nFROM a\nVOLUME $D", None, ["/e"]),
    ("FROM scratch AS a\nARG D=/e\nFROM a\nVOLUME $D", None, ["/e"]),
    ("FROM scratch AS a\nENV D=/e\nFROM scratch\nVOLUME x$D", None, ["x"]),
]


@pytest.mark.parametrize(("text", "build_args", "paths"), SCOPES)
def test_scopes_of_arg_and_env(text: str, build_args: dict[str, str] | None, paths: list[str]) -> None:
    assert volumes(text, build_args) == paths


def test_a_default_that_was_taken_is_an_assumption() -> None:
    text = b"ARG TAG=16\nARG UNUSED=1\nFROM postgres:$TAG"
    assert read_dockerfile("D", text).assumes == {"TAG"}
    assert read_dockerfile("D", text, build_args={}).assumes == set()
    assert read_dockerfile("D", text, build_args={"TAG": "17"}).stages[0].base == "postgres:17"


def test_from() -> None:
    definition = read_dockerfile(
        "D", b"ARG V\nFROM --platform=$BUILDPLATFORM a:$V AS Build\nFROM build\nFROM b\nUSER x"
    )
    assert [show_unknown(stage.base or "") for stage in definition.stages] == ["a:⟨V⟩", "build", "b"]
    assert [stage.base_stage for stage in definition.stages] == [None, 0, None]
    assert definition.stages[0].name == "build"
    assert show_unknown(definition.stages[0].platform or "") == "⟨BUILDPLATFORM⟩"
    assert definition.target("BUILD") is definition.stages[0]
    assert definition.target("1") is definition.stages[1]
    assert definition.target("none") is None
    assert definition.chain(definition.stages[1]) == [definition.stages[1], definition.stages[0]]


def test_a_later_stage_of_the_same_name_wins() -> None:
    definition = read_dockerfile("D", b"FROM a AS x\nFROM x AS x\nFROM x")
    assert [stage.base_stage for stage in definition.stages] == [None, 0, 1]


WORKDIRS = [
    ("FROM scratch", "/"),
    ("FROM scratch\nWORKDIR a\nWORKDIR b/../c/", "/a/c"),
    ("FROM scratch\nWORKDIR /a b", "/a b"),
    ('FROM scratch\nWORKDIR "/a"', "/a"),
    ("FROM x", None),
    ("FROM x\nWORKDIR a", "⟨WORKDIR⟩/a"),
    ("FROM x\nWORKDIR /a\nWORKDIR ..", "/"),
    ("FROM x\nWORKDIR C:\\\\app", "⟨WORKDIR⟩"),
    ("FROM mcr.microsoft.com/windows/nanoserver\nWORKDIR C:\\\\app", "C:\\app"),
    ("FROM scratch\nWORKDIR /a//b/./c/", "/a//b/./c/"),
    ("FROM scratch\nWORKDIR /a//b/\nWORKDIR ./c/..", "/a/b"),
    ("FROM scratch\nWORKDIR /a\nWORKDIR $U", "/a"),
    ("FROM x\nWORKDIR a/../b/.\nWORKDIR ./c/", "⟨WORKDIR⟩/b/c"),
    ("FROM x\nWORKDIR .", "⟨WORKDIR⟩"),
    ("FROM x\nWORKDIR ..", "⟨WORKDIR⟩"),
    ("FROM x\nWORKDIR a\nWORKDIR ../b", "⟨WORKDIR⟩"),
    ("FROM x\nARG D\nWORKDIR /a\nWORKDIR $D/../b", "⟨WORKDIR⟩"),
    ("FROM x\nARG D\nWORKDIR /a\nWORKDIR $D/b", "⟨D⟩/b"),
    ("FROM x AS a\nWORKDIR /w\nFROM a\nWORKDIR b", "/w/b"),
]


@pytest.mark.parametrize(("text", "workdir"), WORKDIRS)
def test_workdir(text: str, workdir: str | None) -> None:
    workdir_read = image(text).workdir
    assert (None if workdir_read is None else show_unknown(workdir_read)) == workdir


COMMANDS: list[tuple[str, list[str] | None, list[str] | None]] = [
    ("FROM x", None, None),
    ("FROM scratch", [], []),
    ('FROM x\nCMD ["a"]', ["a"], None),
    ("FROM x\nCMD a b", ["/bin/sh", "-c", "a b"], None),
    ('FROM x\nSHELL ["bash", "-ec"]\nCMD a b', ["bash", "-ec", "a b"], None),
    ('FROM x\nENTRYPOINT ["e"]', [], ["e"]),
    ('FROM x\nCMD ["a"]\nENTRYPOINT ["e"]', ["a"], ["e"]),
    ('FROM x AS b\nCMD ["a"]\nFROM b\nENTRYPOINT ["e"]', [], ["e"]),
    ('FROM x AS b\nCMD ["a"]\nENTRYPOINT ["e"]\nFROM b', ["a"], ["e"]),
    ("FROM x\nENTRYPOINT []", [], []),
    ("FROM x\nCMD ['a']", ["/bin/sh", "-c", "['a']"], None),
    ("FROM x\nCMD echo $HOME", ["/bin/sh", "-c", "echo $HOME"], None),
]


@pytest.mark.parametrize(("text", "cmd", "entrypoint"), COMMANDS)
def test_cmd_and_entrypoint(text: str, cmd: list[str] | None, entrypoint: list[str] | None) -> None:
    stage = image(text)
    assert (stage.cmd and stage.cmd.words) == cmd
    assert (stage.entrypoint and stage.entrypoint.words) == entrypoint


def test_the_rest_of_the_image() -> None:
    stage = image("FROM x\nUSER app # no comment\nENV A=1 B='2 3'\nLABEL a.b=\"c d\" e=f\nLABEL old form")
    assert stage.user == "app # no comment"
    assert stage.env == {"A": "1", "B": "2 3"}
    assert stage.labels == {"a.b": "c d", "e": "f", "old": "form"}


RUNS = [
    ("RUN a && b", [("sh", "a && b")]),
    ("RUN a \\\n  # note\n && b # c", [("sh", "a  && b # c")]),
    ("RUN --mount=type=cache,target=/c --network=none a", [("sh", "a")]),
    ("RUN <<EOF\na\nb\nEOF\nRUN c", [("sh", "a\nb\n"), ("sh", "c")]),
    ("RUN <<-EOF\n\ta\n\t\tEOF", [("sh", "a\n")]),
    ("RUN <<EOF\n#!/bin/bash -e\na\nEOF", [("bash", "#!/bin/bash -e\na\n")]),
    ("RUN <<EOF\n#!/usr/bin/env python3\na\nEOF", []),
    ("RUN python3 <<EOF\nprint()\nEOF", [("sh", "python3 <<EOF\nprint()\nEOF")]),
    ("RUN bash <<'A' <<B > x\na\nA\nb\nB\n", [("sh", "bash <<'A' <<B > x\na\nA\nb\nB")]),
    ("RUN <<EOF\r\na\r\nEOF\r\nRUN b\r\n", [("sh", "a\n"), ("sh", "b")]),
    ("RUN <<EOF\na", [("sh", "a")]),
    ('RUN echo "<<EOF"\nRUN b', [("sh", 'echo "<<EOF"'), ("sh", "b")]),
    ('RUN ["bash", "-ec", "a \\"b\\""]', [("bash", 'a "b"')]),
    ('RUN ["/bin/sh", "-o", "errexit", "-c", "a"]', [("sh", "a")]),
    ('RUN ["sh", "-c", "a\\nb"]', []),
    ('RUN ["apt-get", "update"]', []),
    ('RUN ["bash", "-x", "script"]', []),
    ("ONBUILD RUN a", [("sh", "a")]),
    ("ONBUILD RUN <<EOF\na\nEOF\nRUN b", [("sh", "a\n"), ("sh", "b")]),
    ('SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b', [("bash", "a | b")]),
    ('SHELL ["powershell", "-Command"]\nRUN a', []),
    ("COPY <<EOF /x\nRUN a\nEOF\nRUN b", [("sh", "b")]),
    ("ADD <<A <<B /x\nRUN a\nA\nRUN b\nB\nRUN c", [("sh", "c")]),
    ("CMD a", []),
]


@pytest.mark.parametrize(("text", "expected"), RUNS)
def test_run(text: str, expected: list[tuple[str, str]]) -> None:
    assert scripts("FROM x\n" + text) == expected


def test_windows_images_have_another_shell() -> None:
    assert scripts("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir") == []


def test_here_documents_are_kept() -> None:
    definition = read_dockerfile("D", b'FROM x\nCOPY --chown=a:b <<"EOF" <<-B /d/\n$x\nEOF\n\tb\n\tB\nUSER u')
    copy = definition.instructions[1]
    assert [(each.name, each.text, each.expand, each.chomp, each.terminated) for each in copy.heredocs] == [
        ("EOF", b"$x\n", False, False, True),
        ("B", b"\tb\n", True, True, True),
    ]
    assert [argument.text for argument in copy.args] == ['<<"EOF"', "<<-B", "/d/"]
    assert copy.flag("chown") == "a:b"
    assert copy.flag("from") is None
    assert definition.instructions[2].keyword == "USER"


def test_onbuild_works_in_the_stage_that_is_built_on_it() -> None:
    definition = read_dockerfile(
        "D",
        b"FROM scratch AS a\nENV D=/one\nONBUILD VOLUME $D/x\nONBUILD WORKDIR /w\nENV D=/two\nFROM a\nRUN b",
    )
    first, second = definition.stages
    assert first.volumes == []
    assert first.workdir == "/"
    assert [volume.path for volume in second.volumes] == ["/two/x"]
    assert second.workdir == "/w"
    trigger = first.instructions[2]
    assert (trigger.keyword, trigger.onbuild, trigger.args[0].unknown) == ("VOLUME", True, True)


def test_what_is_in_force_at_an_instruction() -> None:
    definition = read_dockerfile(
        "D", b"FROM x\nENV A=1\nWORKDIR /w\nUSER u\nRUN a\nENV A=2\nWORKDIR v\nRUN b"
    )
    runs = [each for each in definition.instructions if each.keyword == "RUN"]
    assert [(each.workdir, each.user, each.variables["A"]) for each in runs] == [
        ("/w", "u", "1"),
        ("/w/v", "u", "2"),
    ]


PROBLEMS = [
    ("FROM", "FROM needs an argument"),
    ("FROM a b", "FROM takes IMAGE, or IMAGE AS NAME"),
    ("FROM a\nRUM b", "RUM is no instruction"),
    ("FROM a\nVOLUME", "VOLUME needs an argument"),
    ("FROM a\nVOLUME [1]", "a JSON array here holds nothing but strings"),
    ("FROM a\nENV A", "ENV needs a name and a value"),
    ("FROM a\nENV A=1 B", "B has no ="),
    ("FROM a\nUSER 'b", "a single quote isn't closed"),
    ("FROM a\nRUN <<E\nb", "the here-document E has no end"),
    ("FROM a\nONBUILD FROM b", "ONBUILD FROM isn't allowed"),
    ("FROM a\nONBUILD", "ONBUILD needs an argument"),
    ("FROM scratch\nVOLUME $A", "a path of VOLUME is empty"),
    ('FROM a\nVOLUME [" "]', "a path of VOLUME is empty"),
    ("FROM a\nVOLUME --x=y /a", "VOLUME has no flag --x"),
    ("FROM a\nCMD --x a", "CMD has no flag --x"),
    ("FROM --platform a", "the flag --platform needs a value"),
    ("FROM a\nCOPY --link=x b c", "the flag --link takes true or false"),
    ("FROM a\nCOPY --link= b c", "the flag --link takes true or false"),
    ("FROM a\nCOPY --chown=b --chown=c d e", "the flag --chown is given twice"),
    ("FROM a\nCOPY b", "COPY needs a source and a destination"),
    ('FROM a\nADD ["b"]', "ADD needs a source and a destination"),
    ("FROM a\nCOPY b <<E\nE", "COPY can't write to a here-document"),
    ("FROM a\nCOPY <<E b\n${A\nE", "unsupported modifier in substitution"),
    ("FROM a\nCOPY --from=1 b c", "there is no stage 1"),
    ("FROM a AS s\nCOPY --from=S b c", "a stage can't copy from itself"),
    ("FROM a\nCOPY --from=B c d", "B names no image"),
    ("FROM A", "A names no image"),
    ("FROM a:", "a: names no image"),
    ("FROM a AS s\nFROM S", "S names no image"),
    ("FROM a\nENV =x", "ENV needs a name before ="),
    ("FROM a\nHEALTHCHECK CMD", "HEALTHCHECK CMD needs a command"),
    ("FROM a\nHEALTHCHECK NONE x", "HEALTHCHECK NONE takes no arguments"),
    ("FROM a\nHEALTHCHECK x", "HEALTHCHECK is NONE or CMD, not X"),
    ("FROM a\nHEALTHCHECK --x=1 CMD a", "HEALTHCHECK has no flag --x"),
    (
        "FROM a\nHEALTHCHECK --interval=5 CMD a",
        "the flag --interval takes a duration of 1ms or more, such as 30s",
    ),
    (
        "FROM a\nHEALTHCHECK --timeout=1us CMD a",
        "the flag --timeout takes a duration of 1ms or more, such as 30s",
    ),
    (
        "FROM a\nHEALTHCHECK --retries=-1 CMD a",
        "the flag --retries takes a number that isn't negative",
    ),
    ("FROM a\nEXPOSE x", "x is no port"),
    ("FROM a\nEXPOSE 90-80", "90-80 is no port"),
    ("FROM a\nENV P=80/x\nEXPOSE $P", "80/x is no port"),
    ("FROM a\nSTOPSIGNAL SIGNOPE", "SIGNOPE is no signal"),
    ("FROM a\nSTOPSIGNAL 0", "0 is no signal"),
    ("FROM a\nENV A=b C=${A#\\c}", "a pattern can't hold \\c"),
    ("FROM a AS s\nONBUILD NOPE x\nFROM s", "ONBUILD NOPE is triggered: NOPE is no instruction"),
    ("FROM a AS s\nONBUILD VOLUME\nFROM s", "ONBUILD VOLUME is triggered: VOLUME needs an argument"),
    ("FROM scratch AS s\nONBUILD USER 'x\nFROM s", "ONBUILD USER is triggered: a single quote isn't closed"),
    ("# escape=x\nFROM a", "the escape character is \\ or `, not x"),
    ("# escape=`\n#escape=`\nFROM a", "the directive escape is given twice"),
    ("FROM a\nSHELL bash", "SHELL needs a JSON array of strings"),
]


@pytest.mark.parametrize(("text", "problem"), PROBLEMS)
def test_what_the_engine_refuses(text: str, problem: str) -> None:
    assert read_dockerfile("D", text.encode()).instructions[-1].problem == problem


ACCEPTED = [
    "ONBUILD NOPE x",
    "ONBUILD VOLUME",
    "ONBUILD USER 'x",
    "ONBUILD COPY --from=9 a b",
    "ARG --x A",
    "HEALTHCHECK --start-interval=1m30.5s --interval=0s --retries=0 CMD a",
    'HEALTHCHECK --timeout= CMD ["a"]',
    "EXPOSE 80 80-90 443/UDP 1.2.3.4:80:8080 $P",
    "STOPSIGNAL sigrtmin+3",
    "STOPSIGNAL 99",
    "COPY --link --exclude=a --exclude=b --parents=false c d",
    "COPY --from=registry.example:5000/up/x:Tag a b",
    "COPY --from=9 a b\nFROM b\n" + "FROM c\n" * 9,
    "RUN --mount=type=tmpfs,target=/a --mount=type=tmpfs,target=/b --device=c d",
    "ENV A=b.c\nENV B=${A%.*} C=${A#\\*} D=${A/\\//_}",
    "COPY <<'E' b\n${A\nE",
    "CMD\nENTRYPOINT",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_the_engine_builds(text: str) -> None:
    definition = read_dockerfile("D", f"FROM docker.io/some/a:1.2@sha256:0\n{text}".encode())
    assert [each.problem for each in definition.instructions[1:] if each.problem] == []


def test_an_instruction_before_the_first_from() -> None:
    definition = read_dockerfile("D", b"ARG B=b\nENV A=1\nFROM a")
    assert [each.problem for each in definition.instructions] == [
        None,
        "ENV stands before the first FROM",
        None,
    ]
    # A snippet has none at all.
    assert read_dockerfile("D", b"ENV A=1").instructions[0].problem is None


def test_space_around_a_path_is_taken_off() -> None:
    assert volumes('FROM a\nVOLUME [" /a b\\t", "\u00a0/c"]') == ["/a b", "/c"]
    assert volumes("FROM a\nVOLUME /a\u00a0 /b") == ["/a", "/b"]
    # Not where a variable brings it.
    assert volumes('FROM a\nENV S="/a "\nVOLUME $S') == ["/a "]


def test_an_operator_of_here_documents_is_a_word_like_any_other_elsewhere() -> None:
    assert volumes("FROM a\nENV S=b\nVOLUME <<$S") == ["<<b"]


def test_no_problem_without_cause() -> None:
    text = b"FROM a AS b\nARG X\nENV A=1\nCMD\nHEALTHCHECK --interval=5s CMD a || b\nHEALTHCHECK NONE\nEXPOSE 80 443/udp"
    assert [each.problem for each in read_dockerfile("D", text).instructions] == [None] * 7


def test_a_snippet_without_from_has_a_stage_without_a_base() -> None:
    stage = image("VOLUME ['/x']")
    assert stage.base is None
    assert [volume.path for volume in stage.volumes] == ["[/x]"]


def test_no_text_no_image() -> None:
    for text in (b"", b"# only\n", b"ARG A=1\n"):
        assert read_dockerfile("D", text).image is None


def test_a_template_is_not_complete() -> None:
    definition = read_dockerfile(
        "D", b"FROM {{ base }}\n{% if x %}\nVOLUME /a\n{% endif %}\nRUN {{ b }}\nRUN c"
    )
    assert not definition.complete
    assert show_unknown(definition.stages[0].base or "") == "⟨template⟩"
    assert [each.text for each in run_fragments(definition)] == [b"c"]
    assert read_dockerfile("D", b"FROM a\nRUN docker inspect -f '{{.Id}}' b").complete


def test_growth_is_bounded() -> None:
    stage = image("FROM scratch\nENV A=aaaaaaaaaaaaaaaa\n" + "ENV A=$A$A$A$A\n" * 40)
    assert show_unknown(stage.env["A"]).count("⟨") >= 1
    assert not read_dockerfile("D", b"FROM a\n" * 6000).complete


def spans(definition: ImageDefinition, data: bytes) -> list[bytes]:
    return [
        data[argument.span.start : argument.span.end]
        for instruction in definition.instructions
        for argument in [*instruction.args, *(pair.name for pair in instruction.pairs)]
    ]


def test_spans() -> None:
    data = "FROM é:1\r\nVOLUME /a \\\r\n  '/b'\r\nENV X=1\r\nCMD [ \"c\" ]\r\n".encode()
    definition = read_dockerfile("D", data)
    assert spans(definition, data) == ["é:1".encode(), b"/a", b"'/b'", b"X", b"c"]
    volume = definition.instructions[1]
    assert data[volume.span.start : volume.span.end] == b"VOLUME /a \\\r\n  '/b'"
    inner = b"> FROM a\n> RUN b \\\n>   c\n"
    mapping = Mapping([(0, 2, 7), (7, 11, 8), (15, 21, 4)])
    text = b"FROM a\nRUN b \\\n  c\n"
    nested = read_dockerfile("R.md", text, mapping=mapping)
    assert spans(nested, inner) == [b"a", b"b \\\n>   c"]
    (fragment,) = run_fragments(nested)
    assert fragment.text == b"b   c"
    assert inner[fragment.mapping.start(4)] == ord("c")
    assert fragment.block == 1
