"""Random shell programs around docker commands: functions with several callers, groups, loops, redirections, pipes, variables that others read.

Each docker command has a mark of its own (``m7``), so that recorded calls can be compared with those of the fixed program.
"""

from __future__ import annotations

import random
from collections.abc import Callable

#: Mounts that docker takes otherwise than meant, as written, as docker is given them, and as it should be: ``$HOME`` is /home/me, the script runs in ``$PWD``.
MOUNTS = [
    ("data/up:/x", "data/up:/x", "./data/up:/x"),
    ('"~/data:/x"', "~/data:/x", "/home/me/data:/x"),
    ("'~/data:/x'", "~/data:/x", "/home/me/data:/x"),
    ("'$HOME/data:/x'", "$HOME/data:/x", "/home/me/data:/x"),
    ("app.conf:/etc/app.conf", "app.conf:/etc/app.conf", "./app.conf:/etc/app.conf"),
    ("conf:/conf:readonly", "conf:/conf:readonly", "conf:/conf:ro"),
]
#: Mounts that are as they are meant.
GOOD_MOUNTS = ["data:/x", "./data/up:/x", '"$HOME/data:/x"', "/srv/www:/x:ro"]
LONG_MOUNTS = [
    (
        "type=volume,source=conf,target=/conf:ro",
        "type=volume,source=conf,target=/conf:ro",
        "type=volume,source=conf,target=/conf,readonly",
    ),
    (
        "type=bind,source=/srv/c,dest=/c,readonly",
        "type=bind,source=/srv/c,dest=/c,readonly",
        "type=bind,source=/srv/c,destination=/c,readonly",
    ),
    ("source=/srv/www,target=/w", "source=/srv/www,target=/w", "type=bind,source=/srv/www,target=/w"),
]
#: Programs of containers. Those of ``READERS`` certainly read their input, those of ``DEAF`` don't.
READERS = ["psql", "cat", "sh -c 'cat >> /x'", "tar x -C /d", "mysql -u root app", "tee /x"]
DEAF = ["ls", "touch /x", "psql -c 'select 1'", "echo hi"]
OTHERS = ["app import", "restore --all"]


class ShellProgram:
    """A random program; the same seed gives the same one. Without ``bash`` it is a POSIX shell's."""

    def __init__(self, seed: int, bash: bool = True) -> None:
        self._random = random.Random(f"{seed} {bash}")
        self._bash = bash
        self._marks = 0
        self._functions = 0
        self._variables = 0
        #: The marks of commands inside of a loop that reads a list, and of those whose input or output is redirected or piped.
        self.looped: set[str] = set()
        self.redirected: set[str] = set()
        #: The marks of commands with options behind the image, with an unquoted folder, and with a line end that cuts them in two.
        self.moved: set[str] = set()
        self.split: set[str] = set()
        self.cut: set[str] = set()
        #: The marks of commands with a dash in place of a hyphen.
        self.dashed: set[str] = set()
        self._in_loop = 0
        self._around = 0
        first = "#!/usr/bin/env bash" if bash else "#!/bin/sh"
        lines = [first]
        for _ in range(self._random.randint(1, 4)):
            lines += self._statement(0)
        self.text = "\n".join(lines) + "\n"

    # -- parts ------------------------------------------------------------------------------------------------------

    def _mark(self, redirected: bool = False) -> str:
        self._marks += 1
        mark = f"m{self._marks}"
        if self._in_loop:
            self.looped.add(mark)
        if redirected or self._around:
            self.redirected.add(mark)
        return mark

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _program(self) -> str:
        return self._random.choice([*READERS, *READERS, *DEAF, *OTHERS])

    def _feed(self) -> tuple[str, str, list[str]]:
        """Return what stands before and behind a command to feed it, and the lines of a here-document."""
        pick = self._random.choice
        kind = pick(["file", "file", "pipe", "text", "string"])
        if kind == "pipe":
            return "cat dump.sql | ", "", []
        if kind == "text":
            return "", f" <<{pick(['EOF', chr(39) + 'EOF' + chr(39)])}", ["select 1;", "EOF"]
        if kind == "string" and self._bash:
            return "", " <<< 'select 2'", []
        return "", " < dump.sql", []

    def _statement(self, depth: int) -> list[str]:
        kinds: list[tuple[int, Callable[[int], list[str]]]] = [
            (8, self._exec),
            (4, self._dump),
            (5, self._mount),
            (3, self._variable),
            (2, self._specification),
            (2, self._misplaced),
            (2, self._backup),
            (1, self._unquoted),
            (1, self._continued),
            (1, self._other),
            (2, self._comment),
            (1, self._dash),
            (2, self._handed_on),
        ]
        if depth < 2:
            kinds += [
                (4, self._shared_function),
                (3, self._function),
                (4, self._around_it),
                (4, self._reading_loop),
                (2, self._for_loop),
                (1, self._executed),
            ]
        weights = [weight for weight, _ in kinds]
        return self._random.choices([kind for _, kind in kinds], weights)[0](depth)

    def _options(self) -> str:
        return self._random.choice(["", "", "-i ", "-it ", "-t ", "-i -t ", "--interactive ", "-e A=1 "])

    def _exec(self, depth: int) -> list[str]:
        if self._chance(0.3):
            return [f"docker exec {self._options()}{self._mark()} {self._program()}"]
        before, behind, body = self._feed()
        return [
            f"{before}docker exec {self._options()}{self._mark(True)} {self._program()}{behind}",
            *body,
        ]

    def _dump(self, depth: int) -> list[str]:
        out = self._random.choice([" > out.sql", " >> out.sql", " | cat > out.sql"])
        program = self._random.choice(["pg_dump app", "mysqldump app", "cat /x"])
        return [f"docker exec {self._options()}{self._mark(True)} {program}{out}"]

    def _spec(self) -> str:
        if self._chance(0.2):
            return f"--mount {self._random.choice(LONG_MOUNTS)[0]}"
        written = self._random.choice([each for each, _, _ in MOUNTS] if self._chance(0.7) else GOOD_MOUNTS)
        return f"-v {written}"

    def _mount(self, depth: int) -> list[str]:
        return [f"docker run -d --name {self._mark()} {self._spec()} app:1"]

    def _variable(self, depth: int) -> list[str]:
        self._variables += 1
        name = f"P{self._variables}"
        value = self._random.choice(["data/up", "data/up", "./data/up", "/srv/www"])
        lines = [f"{'export ' if self._chance(0.1) else ''}{name}={value}"]
        readers = [
            f'note "${name}"',
            f"note ${{{name}}}/x",
            f'[ "${name}" = {value} ] && note same',
            f"docker run -d --name {self._mark()} -e A=${name} app:1",
            f"docker run -d --name {self._mark()} -v ${name}:/y app:1",
        ]
        if self._chance(0.4):
            lines.append(self._random.choice(readers))
        lines.append(f"docker run -d --name {self._mark()} -v ${name}:/x app:1")
        if self._chance(0.3):
            lines.append(self._random.choice(readers))
        return lines

    def _specification(self, depth: int) -> list[str]:
        """Return a whole specification, or options, in a variable or an array."""
        self._variables += 1
        name = f"S{self._variables}"
        written, _, _ = self._random.choice(MOUNTS)
        if self._bash and self._chance(0.5):
            lines = [f"{name}=(-v {written})", f'docker run -d --name {self._mark()} "${{{name}[@]}}" app:1']
            reader = f'note "${{{name}[@]}}"'
        else:
            lines = [f"{name}={written}", f'docker run -d --name {self._mark()} -v "${name}" app:1']
            reader = self._random.choice(
                [f'note "${name}"', f'docker run -d --name {self._mark()} -e "A=${name}" app:1']
            )
        if self._chance(0.5):
            lines.insert(self._random.randint(1, 2), reader)
        return lines

    def _misplaced(self, depth: int) -> list[str]:
        """Options behind the image."""
        mark = self._mark()
        self.moved.add(mark)
        return [f"docker run -d --name {mark} app:1 -v {self._random.choice(GOOD_MOUNTS)}"]

    def _backup(self, depth: int) -> list[str]:
        tar = "tar cf /backup/x.tar -C /data ."
        return [f'docker run --rm --name {self._mark()} -v app:/data -v "$PWD":/backup alpine:3.20 {tar}']

    def _unquoted(self, depth: int) -> list[str]:
        """Return a run with an unquoted folder. The folder's name has a blank."""
        mark = self._mark()
        self.split.add(mark)
        return [f"docker run -d --name {mark} -v $PWD/out:/out app:1"]

    def _continued(self, depth: int) -> list[str]:
        """Return a command over two lines whose backslash is forgotten."""
        mark = self._mark()
        self.cut.add(mark)
        return [f"docker run -d --name {mark} -e A=b", "  -v data:/x \\", "  app:1"]

    def _comment(self, depth: int) -> list[str]:
        """Comments that silence nothing, and texts that look like them."""
        code = self._random.choice(["PSL101", "PSL999", "PSL101, PSL999", "no-such-rule"])
        comment = f"# persistlint: ignore[{code}]"
        return self._random.choice(
            [
                [comment, "note a"],
                [f"note b {comment}"],
                [f"note c {comment} # see there"],
                [f"note d '{comment}'"],
                ["note e '", comment, "'"],
                ['note f "', comment, '"'],
                ["cat <<'END' > text", comment, "END", 'note "$(cat text)"'],
                ["cat <<END > text", f"x {comment}", "END", 'note "$(cat text)"'],
                ["if true; then " + comment, "note g", "fi"],
            ]
        )

    def _dash(self, depth: int) -> list[str]:
        """Return a run with a dash that a text program made of a hyphen."""
        mark = self._mark()
        self.dashed.add(mark)
        return [f"docker run -d --name {mark} \u2013v {self._random.choice(GOOD_MOUNTS)} app:1"]

    def _handed_on(self, depth: int) -> list[str]:
        """Return a command inside a text that another shell reads."""
        mark = self._mark()
        mount = self._random.choice(["~/data:/x", "$HOME/data:/x", "\\$HOME/data:/x", "data/up:/x"])
        command = f"docker run -d --name {mark} -v"
        return self._random.choice(
            [
                [f"eval \"{command} '{mount}' app:1\""],
                [f"eval '{command} \"{mount}\" app:1'"],
                [f"eval '{command} '\\''{mount}'\\'' app:1'"],
            ]
        )

    def _other(self, depth: int) -> list[str]:
        return [self._random.choice(["note here", "cd .", "X=1", "note $#"])]

    # -- what stands around -----------------------------------------------------------------------------------------

    def _shared_function(self, depth: int) -> list[str]:
        """Return a function that hands on its arguments: each call is a command of its own."""
        self._functions += 1
        name = f"f{self._functions}"
        kind = self._random.choice(["exec", "exec", "run", "named"])
        if kind == "run":
            lines = [f'{name}() {{ docker run -d --name "$@" app:1; }}']
            for _ in range(self._random.randint(1, 3)):
                lines.append(f"{name} {self._mark()} {self._spec()}")
            return lines
        body = '"$@"' if kind == "exec" else f'"$1" {self._program()}'
        lines = [f"{name}() {{ docker exec {self._options()}{body}; }}"]
        for _ in range(self._random.randint(1, 3)):
            fed = self._chance(0.5)
            before, behind, text = self._feed() if fed else ("", "", [])
            out = " > out.sql" if self._chance(0.15) else ""
            program = f" {self._program()}" if kind == "exec" else ""
            call = f"{before}{name} {self._mark(fed or bool(out))}{program}{behind}{out}"
            if self._chance(0.25) and not fed:
                self._in_loop += 1
                call = f"{name} {self._mark(True)}{program}"
                self._in_loop -= 1
                lines.append(f"while read -r n; do {call}; note $n; done < list")
            else:
                lines += [call, *text]
        return lines

    def _function(self, depth: int) -> list[str]:
        self._functions += 1
        name = f"f{self._functions}"
        fed = self._chance(0.5)
        self._around += fed
        body = self._statement(depth + 1)
        self._around -= fed
        lines = [f"{name}() {{", *body, "}"]
        before, behind, text = self._feed() if fed else ("", "", [])
        lines += [f"{before}{name}{behind}", *text]
        if self._chance(0.3):
            lines.append(name)
        return lines

    def _around_it(self, depth: int) -> list[str]:
        fed = self._chance(0.6)
        self._around += fed
        body = self._statement(depth + 1)
        if self._chance(0.3):
            body += self._statement(depth + 1)
        self._around -= fed
        before, behind, text = self._feed() if fed else ("", "", [])
        opening, closing = self._random.choice(
            [
                ("{", "}"),
                ("(", ")"),
                ("if true; then", "fi"),
                ("case x in x)", "esac"),
                ("if note; then", "fi"),
            ]
        )
        return [f"{before}{opening}", *body, f"{closing}{behind}", *text]

    def _reading_loop(self, depth: int) -> list[str]:
        self._in_loop += 1
        self._around += 1
        body = self._statement(depth + 1)
        self._around -= 1
        self._in_loop -= 1
        if self._chance(0.3):
            return ["cat list | while read -r n; do", *body, "note $n", "done"]
        return ["while read -r n; do", *body, "note $n", "done < list"]

    def _for_loop(self, depth: int) -> list[str]:
        return ["for i in one two; do", *self._statement(depth + 1), "done"]

    def _executed(self, depth: int) -> list[str]:
        self._around += 1
        body = self._statement(depth + 1)
        self._around -= 1
        return ["(", "exec < dump.sql", *body, ")"]
