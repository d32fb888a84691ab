"""Random Makefiles whose recipes only print, for a comparison with ``make -n``."""

from __future__ import annotations

from random import Random

NAMES = ("A", "B", "C", "LONG_NAME", "x")
WORDS = (
    "a",
    "b c",
    "img:1",
    "-v x:/y",
    "'q r'",
    '"d"',
    "$$H",
    "$${H}x",
    "%",
    "a.c b.c",
    "\\#h",
    "(p)",
    "e,f",
    "{z}",
)
SIGNS = ("=", ":=", "::=", "?=", "+=")


class Generator:
    """Makes one Makefile. ``targets`` are the names of its rules."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.targets = [f"t{number}" for number in range(self.random.randint(1, 3))]

    def text(self) -> str:
        out = [".PHONY: " + " ".join(self.targets) + "\n"]
        one_shell = self.random.random() < 0.1
        if one_shell:
            out.append(".ONESHELL:\n")
        for _ in range(self.random.randint(0, 7)):
            out.append(self.statement(0))
        for target in self.targets:
            if self.random.random() < 0.25:
                out.append(f"{target}: {self.assignment()}")
            out.append(self.rule(target))
            for _ in range(self.random.randint(0, 2)):
                out.append(self.statement(0))
        return "".join(out)

    def statement(self, depth: int) -> str:
        pick = self.random.random()
        if pick < 0.6 or depth > 2:
            return self.assignment()
        if pick < 0.72:
            sign = self.random.choice(("", " =", " :=", " +="))
            name = self.random.choice(NAMES)
            lines = "".join(
                f"{self.random.choice(('', '@', '  '))}echo {self.value(1)}\n"
                for _ in range(self.random.randint(1, 2))
            )
            return f"define {name}{sign}\n{lines}endef\n"
        if pick < 0.78:
            return f"# {self.value(0)}\n"
        if pick < 0.82:
            return f"undefine {self.random.choice(NAMES)}\n"
        head = self.random.choice(
            (
                f"ifeq ({self.value(1)},{self.value(1)})",
                f"ifneq ({self.value(1)}, {self.random.choice(('', 'a'))})",
                f'ifeq "{self.reference(1)}" "a"',
                f"ifdef {self.random.choice(NAMES)}",
                f"ifndef {self.random.choice(NAMES)}",
            )
        )
        other = ""
        if self.random.random() < 0.5:
            second = self.random.choice(
                ("", f" ifeq ({self.reference(1)},a)", f" ifdef {self.random.choice(NAMES)}")
            )
            other = f"else{second}\n{self.statement(depth + 1)}"
        return f"{head}\n{self.statement(depth + 1)}{other}endif\n"

    def assignment(self) -> str:
        export = self.random.choice(("", "", "", "override "))
        blank = self.random.choice((" ", "", "  "))
        comment = self.random.choice(("", "", " # c $(A)"))
        name = self.random.choice(NAMES)
        value = self.value(0)
        if self.random.random() < 0.15:
            value = value.replace(" ", " \\\n   ", 1)
        return f"{export}{name}{blank}{self.random.choice(SIGNS)}{blank}{value}{comment}\n"

    def rule(self, target: str) -> str:
        lines = []
        first = f"{target}:"
        if self.random.random() < 0.15:
            first += f" ; {self.line()}"
        lines.append(first + "\n")
        for _ in range(self.random.randint(1, 4)):
            if self.random.random() < 0.1:
                lines.append(self.random.choice(("\n", "# c\n", "ifdef A\n\techo in\nendif\n")))
            lines.append(f"\t{self.line()}\n")
        return "".join(lines)

    def line(self) -> str:
        pick = self.random.random()
        if pick < 0.12:
            return self.reference(0)
        modifier = self.random.choice(("", "", "@", "-", "@-", "- @"))
        text = f"{modifier}echo {self.value(0)} {self.value(0)}"
        if self.random.random() < 0.2:
            text = text.replace(" ", " \\\n\t  ", 1)
        return text

    def value(self, depth: int) -> str:
        parts = []
        for _ in range(self.random.randint(1, 3)):
            parts.append(
                self.reference(depth)
                if self.random.random() < 0.45 and depth < 3
                else self.random.choice(WORDS)
            )
        return self.random.choice((" ", "")).join(parts)

    def reference(self, depth: int) -> str:
        name = self.random.choice(NAMES)
        inner = depth + 1
        forms = [
            lambda: f"$({name})",
            lambda: f"${{{name}}}",
            lambda: f"${self.random.choice('ABCx')}",
            lambda: f"$({name}:.c=.o)",
            lambda: f"$({name}:%.c=d/%.o)",
            lambda: f"$(call {name},{self.random.choice(WORDS[:3])})",
            lambda: f"$(if {self.value(inner)},{self.word(inner)},{self.word(inner)})",
            lambda: f"$(strip {self.value(inner)} )",
            lambda: f"$(subst a,b,{self.value(inner)})",
            lambda: f"$(patsubst %.c,%.o,{self.value(inner)})",
            lambda: f"$(or {self.reference(inner)},{self.word(inner)})",
            lambda: f"$(and {self.reference(inner)},{self.word(inner)})",
            lambda: f"$(firstword {self.value(inner)})",
            lambda: f"$(lastword {self.value(inner)})",
            lambda: f"$(words {self.value(inner)})",
            lambda: f"$(notdir {self.value(inner)}/n.x)",
            lambda: f"$(dir {self.value(inner)}/n.x)",
            lambda: f"$(basename {self.value(inner)}/n.x)",
            lambda: f"$(addprefix p/,{self.value(inner)})",
            lambda: f"$(addsuffix .s,{self.value(inner)})",
            lambda: f"$(info){self.random.choice(['$@', '$<', '$^'])}",
            lambda: f"$(sort {self.value(inner)})",
            lambda: "$(1)",
        ]
        return self.random.choice(forms if depth < 3 else forms[:3])()

    def word(self, depth: int) -> str:
        return (
            self.reference(depth)
            if self.random.random() < 0.3 and depth < 3
            else self.random.choice(WORDS[:6])
        )
