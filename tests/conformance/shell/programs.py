"""Shell programs at random that mix every construct that the evaluator follows.

They are well-formed and end; what they do is bash's to say. Few names and few texts, so that the constructs meet.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

_TEXTS = ["x", "y1", "a.b.c", "p/q/r", "-v", "a:b", "é", "k=v", "7", "007", "xyxy", "No", "A", "end", "1-2"]
_BLANKS = ["x y", " lead", "trail ", "a  b", "*", "a\\b", "it", "$", "{p,q}", "~", "[z]", "a;b", "#h", ""]
_SCALARS = ["A", "B", "C", "D"]
_LISTS = ["L", "M"]
_KEYS = ["k", "l", "x"]
_PATTERNS = ["*", "?", "x", "*/", "/*", "[a-x]", "*.", ".*", "a*", "??", "y1", "*[!x]", "b"]
_UNKNOWN_TESTS = [
    "[ -e /tmp ]",
    "[ -f /none ]",
    "[ -d /bin ]",
    "grep -q x /etc/passwd",
    "[[ $A =~ x ]]",
    '[ "$RANDOM" -gt 99999 ]',
    '[ -n "$(cat /etc/passwd)" ]',
    "[[ $A < b ]]",
    "! [ -e /none ]",
]


class Writer:
    """Writes one program with the choices that ``random`` makes."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.depth = 0
        self.function = 0
        self.loops = 0
        self.number = 0
        self.library: list[str] = []

    def pick(self, options: list[str]) -> str:
        return self.random.choice(options)

    def below(self, limit: int) -> int:
        return self.random.randrange(limit)

    def chance(self, out_of: int) -> bool:
        return self.below(out_of) == 0

    # Words

    def text(self) -> str:
        return self.pick(_TEXTS)

    def word(self, depth: int = 0) -> str:
        """One word of one to three segments."""
        return "".join(self.segment(depth) for _ in range(1 + (self.below(3) if self.chance(2) else 0)))

    def words(self, most: int = 3, depth: int = 0) -> str:
        return " ".join(self.word(depth) for _ in range(1 + self.below(most)))

    def segment(self, depth: int) -> str:
        kind = self.below(16)
        if kind < 4 or depth > 2:
            return self.text()
        if kind == 4:
            return "'" + self.pick(_BLANKS) + "'"
        if kind == 5:
            return self.pick(["\\ ", "\\$", "\\'", '\\"', "\\\\", "a\\\nb", "\\*", "\\~"])
        if kind == 6:
            return self.pick(["$'a\\tb'", "$'\\x41'", "$'it\\'s'", "$'\\u00e9'", "$'a b'", "$'\\101'"])
        if kind < 10:
            return '"' + self.double(depth) + '"'
        if kind == 10:
            return self.pick(
                ["{a,b}", "{1..3}", "{c..a}", "{x,{y,z}}", "{a", "a}", "{}", "{01..03}", "{$A,q}", "{,z}"]
            )
        return self.expansion(depth, "")

    def double(self, depth: int) -> str:
        out = []
        for _ in range(1 + self.below(3)):
            kind = self.below(4)
            if kind == 0:
                out.append(self.text())
            elif kind == 1:
                out.append(self.pick(["x y", "'", '\\"', "\\$", "\\\\", "\\x", "~", "*", "a\\\nb", "{a,b}"]))
            else:
                out.append(self.expansion(depth, '"'))
        return "".join(out)

    def scalar(self) -> str:
        return self.pick(_SCALARS)

    def expansion(self, depth: int, quoting: str) -> str:
        kind = self.below(22)
        name = self.scalar()
        if kind < 4:
            return "${" + name + "}"
        if kind == 4:
            return "$" + name
        if kind == 5:
            return "${" + name + self.pick([":-", "-", ":+", "+"]) + self.argument(depth, quoting) + "}"
        if kind == 6:
            return "${" + name + self.pick(["#", "##", "%", "%%"]) + self.pattern(depth) + "}"
        if kind == 7:
            operator = self.pick(["/", "//", "/#", "/%"])
            return (
                "${"
                + name
                + operator
                + self.pick(_PATTERNS[2:]).replace("/", "\\/")
                + "/"
                + self.text().replace("/", "")
                + "}"
            )
        if kind == 8:
            return "${" + name + self.pick(["^", "^^", ",", ",,", ":1", ":1:2", ": -1", ":0:1", ":2"]) + "}"
        if kind == 9:
            return "${#" + self.pick([name, "L[@]", "1", "@", "H[@]", "M"]) + "}"
        if kind == 10:
            return "$((" + self.arithmetic(0) + "))"
        if kind == 11:
            return self.pick(["$1", "$2", "${1:-d}", "$#", "${2-e}", "${10}", "$1a"])
        if kind == 12:
            return self.pick(["$@", "$*", "${@:2}", "${*}", "${@:1:1}"])
        if kind < 16:
            array = self.pick(_LISTS)
            return (
                "${"
                + array
                + self.pick(
                    [
                        "[@]",
                        "[*]",
                        "[0]",
                        "[1]",
                        "[-1]",
                        "[@]:1",
                        "[@]:0:1",
                        "[@]/x/z",
                        "[@]#x",
                        "[@]%b",
                        "[@]^^",
                        "[N]",
                        "[@]:-d",
                        "[@]+s",
                        "",
                        "[$#]",
                    ]
                )
                + "}"
            )
        if kind == 16:
            return self.pick(
                ["${H[k]}", "${H[l]}", "${H[$A]}", "${H[x]:-n}", "${!H[@]}", "${H[@]}", "${!L[@]}"]
            )
        if kind == 17:
            return "${!" + self.pick(["R1", "R2"]) + "}"
        if kind == 18:
            return self.pick(
                [
                    "$RANDOM",
                    "$(date)",
                    "$UNSET_ONE",
                    "${UNSET_TWO:-u}",
                    *([] if self.function else ["$(f)"]),
                    "$(cat /etc/passwd | head -c 4)",
                ]
            )
        if kind == 19 and depth < 2:
            inner = "echo " + self.words(2, depth + 1)
            return "$(" + inner + ")"
        if kind == 20 and depth < 2:
            return self.pick(
                [
                    "$(basename a/b.c .c)",
                    "$(dirname p/q)",
                    "$(printf '%s-%s' x y)",
                    "`echo b q`",
                    "$(echo)",
                    "$(printf '%s\\n' m n)",
                ]
            )
        return "${" + name + ":=" + self.text() + "}"

    def argument(self, depth: int, quoting: str) -> str:
        kind = self.below(5)
        if kind == 0:
            return ""
        if kind == 1:
            return self.text()
        if kind == 2:
            return "w1 w2"
        if kind == 3 and not quoting:
            return "'q r'\"$A\""
        return self.expansion(depth + 1, quoting) if depth < 2 else "t"

    def pattern(self, depth: int) -> str:
        return self.pick(_PATTERNS) if self.chance(2) else self.pick(['"$B"', "$B", "'*'", '"x"*', "${C}*"])

    def arithmetic(self, depth: int) -> str:
        kind = self.below(7)
        if kind < 2 or depth > 2:
            return self.pick(["1", "2", "7", "010", "0x1f"])
        if kind == 2:
            return self.pick(["N", "$N", "I", "${#L[@]}", "$#", "N*2", "(-N)", "!N", "(N+1)"])
        if kind == 3:
            return self.pick(["(N+=2)", "(N=3)", "(N++)", "(--N)", "(I=N*2)", "(N>1?5:6)", "(N&&I)"])
        return (
            self.arithmetic(depth + 1)
            + self.pick(["+", "-", "*", "/3+", "<", "==", "&", "|", "<<1|"])
            + self.arithmetic(depth + 1)
        )

    # Statements

    def docker(self) -> str:
        self.number += 1
        return f"docker run {self.number} " + self.words(3)

    def body(self, most: int = 3) -> str:
        """One to some statements, each on lines of its own."""
        self.depth += 1
        out = "\n".join(self.statement() for _ in range(1 + self.below(most)))
        self.depth -= 1
        return out

    def statement(self) -> str:
        kind = self.below(30)
        if kind < 10:
            return self.docker()
        if kind < 19 or self.depth > 3:
            return self.assignment()
        return [
            self.conditional,
            self.choice,
            self.short_circuit,
            self.loop,
            self.loop,
            self.define,
            self.call,
            self.grouped,
            self.nested,
            self.state,
            self.state,
        ][kind - 19]()

    def assignment(self) -> str:
        kind = self.below(24)
        name = self.scalar()
        if kind < 7:
            return f"{name}={self.word()}"
        if kind == 7:
            return f"{name}+={self.word()}"
        if kind == 8:
            return f"{self.pick(_LISTS)}=({self.words(3)})"
        if kind == 9:
            return f"{self.pick(_LISTS)}+=({self.words(2)})"
        if kind == 10:
            return f"{self.pick(_LISTS)}[{self.pick(['0', '1', '2', 'N', '$N'])}]{self.pick(['=', '+='])}{self.word()}"
        if kind == 11:
            return self.pick(
                [
                    "declare -A H=([k]=v1 [l]='w x')",
                    "H[k]=$A",
                    "H[$B]=z",
                    "H+=([x]=9)",
                    "declare -A H",
                    "unset 'H[k]'",
                ]
            )
        if kind == 12:
            return f"N={self.pick(['1', '2', '$((N+1))', '$#', '0'])}"
        if kind == 13:
            return f"(({self.arithmetic(0)}))"
        if kind == 14:
            return f"let {self.pick(['N=N+1', 'I=2*3', 'N++', 'N-=1'])}"
        if kind == 15:
            template = self.pick(["%s", "%s/%s", "'<%s>'", "%d", "%5s"])
            return f"printf -v {self.pick([name, 'L[0]'])} {template} {self.words(2)}"
        if kind == 16:
            return f"read -r {self.pick([name, 'A B', 'L', '-a M'])} <<< {self.word()}"
        if kind == 17:
            return self.pick([f"unset {name}", "unset L", "unset 'M[1]'", "unset -f g", "unset 'L[-1]'"])
        if kind == 18:
            keyword = self.pick(
                ["declare", "export", "typeset", *(["local", "local", "local"] if self.function else [])]
            )
            return f"{keyword} {self.pick([name, name + '=' + self.word(), name + '=$' + name, name + ' ' + 'B=2'])}"
        if kind == 19:
            return self.pick(
                [
                    "declare -i N",
                    "declare -u C",
                    "declare -l C",
                    "declare +u C",
                    "declare -i I=2+3",
                    "declare -r R=1",
                    "R=2",
                ]
            )
        if kind == 20:
            return f"set -- {self.words(3)}"
        if kind == 21:
            return self.pick(["shift", "shift 2", "set --", 'set -- "$@" z', 'set -- a "$@"'])
        if kind == 22:
            return f'{self.pick(["export", "declare"])} "{self.pick(["A", "D", "Q"])}={self.double(1)}"'
        return f"{name}={self.word()} {self.pick(_SCALARS)}={self.word()}"

    def test(self) -> str:
        kind = self.below(12)
        if kind < 3:
            return self.pick(_UNKNOWN_TESTS)
        name = self.scalar()
        if kind == 3:
            return self.pick(["true", "false", "! true", "! false"])
        if kind == 4:
            return f'[ {self.pick(["-n", "-z"])} "${name}" ]'
        if kind == 5:
            return f'[ "${name}" {self.pick(["=", "!=", "=="])} {self.pick(_TEXTS)} ]'
        if kind == 6:
            return f"[[ ${name} {self.pick(['==', '!=', '='])} {self.pick(_PATTERNS)} ]]"
        if kind == 7:
            return f"[[ -{self.pick(['n', 'z'])} ${name} {self.pick(['&&', '||'])} $# -gt 1 ]]"
        if kind == 8:
            return f"(({self.arithmetic(0)}))"
        if kind == 9:
            return f"[ $N {self.pick(['-eq', '-lt', '-ge'])} {self.pick(['1', '2'])} ]"
        if kind == 10:
            return f"[[ ( ${name} == x* || ! $N -lt 2 ) ]]"
        return f'[ ! "${name}" ]'

    def conditional(self) -> str:
        out = f"if {self.test()}; then\n{self.body()}\n"
        if self.chance(3):
            out += f"elif {self.test()}; then\n{self.body(2)}\n"
        if self.chance(2):
            out += f"else\n{self.body(2)}\n"
        return out + "fi"

    def choice(self) -> str:
        subject = self.pick(['"$A"', "$B", "${C}x", "$1", "$(date)", '"${L[0]}"', "x$N"])
        out = f"case {subject} in\n"
        for _ in range(1 + self.below(3)):
            pattern = "|".join(
                self.pick([*_PATTERNS[1:], '"$B"', "x*", "'*'", "+(x|y)1"]) for _ in range(1 + self.below(2))
            )
            out += f"{pattern})\n{self.body(2)}\n{self.pick([';;', ';;', ';;', ';&', ';;&'])}\n"
        if self.chance(2):
            out += f"*)\n{self.body(2)}\n;;\n"
        return out + "esac"

    def short_circuit(self) -> str:
        out = self.test()
        for _ in range(1 + self.below(3)):
            right = self.pick(["one", "group", "assign", "assign", "test"])
            command = (
                self.docker()
                if right == "one"
                else f"{self.scalar()}={self.word()}"
                if right == "assign"
                else self.test()
                if right == "test"
                else f"{{\n{self.body(2)}\n}}"
            )
            out += f" {self.pick(['&&', '&&', '||'])} {command}"
        return out

    def loop(self) -> str:
        self.loops += 1
        kind = self.below(8)
        name = self.pick(["A", "B", "I", "i"])
        leave = self.pick(
            ["", "", "", f"\n{self.test()} && break", f"\n{self.test()} && continue\n{self.docker()}"]
        )
        if kind < 2:
            out = f"for {name} in {self.words(3)}; do\n{self.body(2)}{leave}\ndone"
        elif kind == 2:
            out = f"for {name}; do\n{self.body(2)}{leave}\ndone"
        elif kind == 3:
            out = f'for {name} in $(seq 2) "${{L[@]}}"; do\n{self.body(2)}{leave}\ndone'
        elif kind == 4:
            # Its variable is its own, so that it ends.
            out = f"for ((j{self.loops}=0; j{self.loops}<{self.pick(['2', '3'])}; j{self.loops}++)); do\n{self.body(2)}{leave}\ndone"
        elif kind == 5:
            out = f"w{self.loops}=0\nwhile [ $((w{self.loops}++)) -lt 2 ]; do\n{self.body(2)}{leave}\ndone"
        elif kind == 6:
            out = f"while read -r {name}; do\n{self.body(2)}{leave}\ndone <<E\n{self.text()}\nx $A\nE"
        else:
            out = f"while getopts ab: o -a -b {self.text()}; do\n{self.body(2)}\ndone\nOPTIND=1"
        return out

    def define(self) -> str:
        if self.function:
            return self.docker()
        self.function += 1
        name = self.pick(["f", "g"])
        body = self.body(3)
        early = self.pick(["", "", f"\n{self.test()} && return\n{self.docker()}", "\nreturn"])
        self.function -= 1
        brackets = ("(", ")") if self.chance(6) else ("{", "}")
        return f"{name}() {brackets[0]}\n{body}{early}\n{brackets[1]}\n{name} {self.words(2)}"

    def call(self) -> str:
        if self.function:
            return self.assignment()
        return self.pick(["f", "g", "A=1 f", "B=2 g"]) + " " + self.words(3)

    def grouped(self) -> str:
        kind = self.below(5)
        if kind == 0:
            return f"(\n{self.body(2)}\n)"
        if kind == 1:
            return f"{{\n{self.body(2)}\n}}"
        if kind == 2:
            return f"{{\n{self.body(2)}\n}} | cat"
        if kind == 3:
            return f"echo x | while read -r A; do\n{self.body(2)}\ndone"
        return f"{{\n{self.body(2)}\n}} &\nwait"

    def nested(self) -> str:
        kind = self.below(9)
        self.number += 1
        if kind == 0:
            return f"eval 'docker run {self.number} $A' {self.text()}"
        if kind == 1:
            # What is evaluated twice is escaped: an unknown text could hold any shell code.
            return f'eval "docker run {self.number} {self.text()} \\"\\$A\\" \\${{C#p}}"'
        if kind == 2:
            return f'eval "{self.scalar()}={self.pick(["x", "$B", "p/q"])}"'
        if kind == 3:
            return f"bash -c 'docker run {self.number} \"$A\" $1 ${{B:-n}}' sh {self.words(2)}"
        if kind == 4:
            return f"docker run {self.number} {self.word()} <<E\n$A {self.text()}\n$(docker run in{self.number} $B)\nE"
        if kind == 5:
            return f"{self.scalar()}=$(cat <<E\n{self.text()} ${{A}}\nE\n)"
        if kind == 6:
            self.library.append(self.body(2))
            return f". ./library{len(self.library)}.sh {self.word() if self.chance(2) else ''}"
        if kind == 7:
            return f"trap 'docker run {self.number} {self.text()}' EXIT"
        return f"{self.scalar()}=$(\n{self.docker()}\n)"

    def state(self) -> str:
        return self.pick(
            [
                "IFS=:",
                "IFS=$' \\t\\n'",
                "unset IFS",
                "IFS=",
                "IFS=', '",
                "cd /bin",
                "cd /tmp",
                "cd ..",
                "cd /w",
                "A=$PWD",
                "B=$(pwd)",
                "shopt -s expand_aliases\nalias d='docker run al'\nd $A",
                'L=(docker run ar)\n"${L[@]}" $A',
                "D='docker run sc'\n$D $B",
                "command docker run co $A",
                "declare -n R3=A\nR3=ref",
                "R1=A R2=C",
                "A=$(set -- 1 2; echo $#)",
                "set -f",
                "shopt -s nullglob",
                "declare -a L",
                "M=()",
                'L=("${M[@]}")',
                "A=~/x:~",
                "(docker run sub $A; A=in; docker run sub2 $A)",
                "C=x/y.z; B=A",
                "D=3; N=2",
                "OPTARG=1",
                "readonly D",
                "declare -r R=1; A=r; R=2; A=never",
                "R=$A; B=r",
                "(R=3; docker run sub3 $A); A=s",
                "f() { local B=l; R=4; A=never; }\nf; B=never",
                "eval 'A=e; R=5; A=never\nB=e'; C=e",
                "local B R=6",
                "R=7 docker run pre $A",
                "for R in $A; do B=never; done; C=for",
                "A=$((1/0)); B=never",
                "C=$(echo $((1/0))); D=g",
                "M=(1); M[-9]=n; A=never",
                "UID=1; B=never",
                "[ -e /none ] || R=8; D=never",
                "((R=9)) && A=never || A=ok",
                "printf -v R x && A=never; unset R; B=u",
                "set -e",
                "M=($A $B)",
                'C="$*"',
                "C=$*",
                "C=$@",
                'C="${L[*]}"',
                'docker() { command docker "$@" tail; }\ndocker run wrap\nunset -f docker',
            ]
        )


def program(seed: int) -> tuple[str, dict[str, str]]:
    """Return a program's text, and the files that it sources."""
    writer = Writer(Random(seed))
    lines = [
        "A=x B=y/z C='p q' N=2 R1=B R2=D",
        "L=(l1 'l 2' l3)",
        "set -- one 'two 2' three",
        # Without extglob bash refuses `+(x|y)1` in `case`, and all that follows.
        "shopt -s extglob; declare -A H=()",
    ]
    lines += [writer.statement() for _ in range(3 + writer.below(8))]
    lines.append(writer.docker())
    files = {f"library{number}.sh": text + "\n" for number, text in enumerate(writer.library, 1)}
    return "\n".join(lines) + "\n", files


#: Programs by their seed: each is as likely as the others, which choices made one by one would not give.
programs = st.integers(0, 2**48).map(program)
