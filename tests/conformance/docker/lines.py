"""Command lines of the docker client as hypothesis strategies: every option in every spelling, among others, with good and bad values."""

from __future__ import annotations

from hypothesis import strategies as st

from persistlint.docker.option_table import CommandOptions, Option, options_of

from .refusals import FAULTS
from .values import BOOLEANS, BY_KIND, GOOD, GOOD_BY_KIND, GOOD_IMAGES, IMAGES, NAMES, ODD_TEXT, TEXT, VALUES

#: The verbs whose options are all to be seen, and how they are spelt.
SPELLINGS: dict[str, list[list[str]]] = {
    "container run": [["run"], ["run"], ["container", "run"]],
    "container create": [["create"], ["create"], ["container", "create"]],
    "container exec": [["exec"], ["container", "exec"]],
    "container cp": [["cp"], ["container", "cp"]],
    "container commit": [["commit"], ["container", "commit"]],
    "volume create": [["volume", "create"]],
    "image build": [["build"], ["image", "build"], ["builder", "build"]],
}

#: Other verbs that ``inspect`` has fields for.
OTHERS: dict[str, list[list[str]]] = {
    "container start": [["start"], ["container", "start"]],
    "container stop": [["stop"]],
    "container restart": [["restart"]],
    "container kill": [["kill"]],
    "container pause": [["pause"]],
    "container unpause": [["unpause"]],
    "container wait": [["wait"]],
    "container rm": [["rm"], ["container", "rm"], ["container", "remove"]],
    "container rename": [["rename"]],
    "container export": [["export"]],
    "volume rm": [["volume", "rm"], ["volume", "remove"]],
}

#: Options of the builder that only BuildKit's client has; the classic one refuses them.
BUILDKIT_ONLY = frozenset(
    name
    for name in options_of("image build").by_spelling
    if name
    not in [
        "add-host",
        "build-arg",
        "cache-from",
        "cgroup-parent",
        "compress",
        "cpu-period",
        "cpu-quota",
        "cpu-shares",
        "cpuset-cpus",
        "cpuset-mems",
        "disable-content-trust",
        "file",
        "force-rm",
        "iidfile",
        "isolation",
        "label",
        "memory",
        "memory-swap",
        "network",
        "no-cache",
        "platform",
        "pull",
        "quiet",
        "rm",
        "security-opt",
        "shm-size",
        "squash",
        "tag",
        "target",
        "ulimit",
    ]
)

_BOOLEANS = st.sampled_from(["true", "false", "1", "F"])
_WORDS = st.one_of(
    st.sampled_from(["sh", "-c", "-v", "--", "x:/y", "--rm", "a b", "", "-it", "$X", "'q'"]), TEXT
)


def options_for(verb: str) -> list[Option]:
    """Return the options of a verb that lines are to be made of, each spelling once."""
    table = options_of(verb)
    return [
        option
        for spelling, option in sorted(table.by_spelling.items())
        if verb != "image build" or spelling not in BUILDKIT_ONLY
    ]


def _value_of(option: Option, plain: bool) -> st.SearchStrategy[str]:
    """Values for an option: ``plain`` ones are such as the client takes."""
    if plain:
        return st.sampled_from(GOOD.get(option.name, GOOD_BY_KIND[option.kind]))
    return VALUES.get(option.name, BY_KIND[option.kind])


@st.composite
def uses(draw: st.DrawFn, option: Option, letters: str, plain: bool) -> list[str]:
    """One use of an option in one of its spellings; ``letters`` are switches that may stand before it in a cluster."""
    long = "--" + option.spelling
    if not option.takes_value:
        form = draw(st.sampled_from(["bare", "bare", "equals", "letter", "cluster"]))
        if form == "equals":
            flag = draw(st.sampled_from([long, "-" + option.short] if option.short else [long]))
            return [f"{flag}={draw(_BOOLEANS if plain else BOOLEANS)}"]
        if form == "letter" and option.short:
            return ["-" + option.short]
        if form == "cluster" and option.short and letters:
            return ["-" + draw(st.sampled_from(list(letters))) + option.short]
        return [long]
    value = draw(_value_of(option, plain))
    forms = ["equals", "spaced"]
    if option.short:
        forms += ["attached", "letter", "letter-equals", "cluster", "cluster-attached"]
    form = draw(st.sampled_from(forms))
    flag = "-" + option.short
    before = draw(st.sampled_from([*letters, ""])) if letters else ""
    return {
        "equals": [f"{long}={value}"],
        "spaced": [long, value],
        "attached": [flag + value],
        "letter": [flag, value],
        "letter-equals": [f"{flag}={value}"],
        "cluster": [f"-{before}{option.short}", value],
        "cluster-attached": [f"-{before}{option.short}{value}"],
    }[form]


def _harmless_letters(table: CommandOptions) -> str:
    """Switches with a letter that change nothing that a comparison would miss."""
    return "".join(
        letter
        for letter, option in sorted(table.by_letter.items())
        if not option.takes_value and letter in "itq"
    )


@st.composite
def misspelt(draw: st.DrawFn, verb: str) -> list[str]:
    """Return an option that is nearly one."""
    option = draw(st.sampled_from(options_for(verb)))
    name = option.spelling
    at = draw(st.integers(0, len(name) - 1))
    value = draw(TEXT)
    return draw(
        st.sampled_from(
            [
                ["--" + name[:at] + name[at + 1 :]],
                [f"--{name[:at]}{name[at + 1 :]}={value}"],
                ["--" + name.replace("-", "_"), value],
                ["--" + name.title(), value],
                ["-" + name, value],
                ["---" + name],
                [f"--={value}"],
                ["--" + name + "s"],
                ["-" + (option.short or "y").upper() + "é"],
                ["—" + name],
                ["--no-" + name],
                ["-é"],
                [f"--{name} {value}"],
            ]
        )
    )


@st.composite
def operands_of(draw: st.DrawFn, verb: str) -> list[str]:
    """Operands, their number mostly right."""
    name = draw(NAMES)
    if verb in ("container run", "container create"):
        image = draw(GOOD_IMAGES if draw(st.integers(0, 5)) else IMAGES)
        rest = draw(st.lists(_WORDS, max_size=3))
        return draw(st.sampled_from([[image, *rest]] * 14 + [[]]))
    if verb == "container exec":
        rest = draw(st.lists(_WORDS, min_size=1, max_size=3))
        return draw(st.sampled_from([[name, *rest]] * 12 + [[name], []]))
    if verb == "container cp":
        sides = st.sampled_from(
            [f"{name}:/x", f"{name}:x/y", "Dockerfile", "./Dockerfile", ".", "app", "-", "/tmp/x", f"{name}:", ":x", "a:b:c", "./a:b", "", f"{name}:/é ß", "/a:b", "~/x",
             f"/{name}:/x", "..:x", ".x:y", f"{name}:-", f"{name}:/a?b#c"]
        )  # fmt: skip
        paths = st.sampled_from(["Dockerfile", "./a:b", "/tmp/x", ".", "-", "~/x", "..:x", "/a:b"])
        inner = f"{name}:{draw(st.sampled_from(['/x', '/a b', 'x', '/', '/x/.', '/x/']))}"
        pair = draw(
            st.sampled_from(
                [
                    [inner, draw(sides)],
                    [draw(sides), inner],
                    [draw(sides), draw(sides)],
                    [inner, "."],
                    [draw(paths), draw(paths)],
                ]
            )
        )
        return draw(st.sampled_from([pair] * 12 + [pair[:1], [*pair, "x"]]))
    if verb == "container commit":
        image = draw(st.one_of(GOOD_IMAGES, IMAGES))
        return draw(st.sampled_from([[name, image]] * 8 + [[name]] * 3 + [[], [name, image, "x"]]))
    if verb == "volume create":
        volume = draw(st.one_of(st.sampled_from(["data", "d", "a/b", "", "é"]), ODD_TEXT))
        return draw(st.sampled_from([[volume]] * 6 + [[]] * 3 + [[volume, "x"]]))
    if verb == "image build":
        context = draw(st.sampled_from([".", "./", "app", "-"]))
        return draw(st.sampled_from([[context]] * 14 + [[], [context, "x"]]))
    if verb == "container rename":
        return draw(st.sampled_from([[name, draw(NAMES)]] * 5 + [[name], [name, "a", "b"]]))
    if verb == "container export":
        return draw(st.sampled_from([[name]] * 5 + [[], [name, "x"]]))
    return draw(st.lists(NAMES, min_size=0, max_size=3, unique=True))


@st.composite
def lines(draw: st.DrawFn, verb: str, must: Option | None = None) -> list[str]:
    """Return a whole line (without ``docker``) of this verb, with a use of the option ``must`` in it."""
    table = options_of(verb)
    options = (
        options_for(verb)
        if verb in SPELLINGS
        else sorted(table.by_spelling.values(), key=lambda draw: draw.spelling)
    )
    chosen = draw(st.lists(st.sampled_from(options), max_size=2)) if options else []
    letters = _harmless_letters(table)
    if must is not None:
        chosen.append(must)
        if draw(st.integers(0, 3)) == 0:
            chosen.append(must)
    groups = [
        draw(uses(option, letters, draw(st.integers(0, 9)) > (3 if option is must else 0)))
        for option in draw(st.permutations(chosen))
    ]
    # A good share of lines with one option alone: what a bad value means for another one shows there.
    if must is not None and draw(st.integers(0, 2)) == 0:
        groups = [draw(uses(must, letters, False))]
    if draw(st.integers(0, 15)) == 0 and options:
        groups.insert(draw(st.integers(0, len(groups))), draw(misspelt(verb)))
    operands = draw(operands_of(verb))
    if verb == "image build":
        groups = [_with_file(group, operands) for group in groups]
    if draw(st.integers(0, 11)) == 0:
        operands = ["--", *operands]
    words = [word for group in groups for word in group]
    if table.interspersed and operands[:1] != ["--"] and draw(st.integers(0, 3)) == 0:
        words = [*operands[:1], *words, *operands[1:]]
    else:
        words += operands
    spelt = draw(st.sampled_from(SPELLINGS.get(verb) or OTHERS[verb]))
    before = draw(
        st.sampled_from(
            [[]] * 14
            + [
                ["-D"],
                ["--debug=true"],
                ["--log-level", "error"],
                ["-l=warn"],
                ["--tls=false"],
                ["-x"],
                ["--log-level=loud"],
            ]
        )
    )
    return [*before, *spelt, *words]


@st.composite
def faulty_lines(draw: st.DrawFn, fault: str) -> list[str]:
    """Return a line whose mount has one fault: a key of ``refusals.FAULTS``."""
    verb = draw(st.sampled_from(["container run", "container create"]))
    spelt = draw(st.sampled_from(SPELLINGS[verb]))
    before = draw(st.lists(st.sampled_from(options_for(verb)), max_size=2))
    words = [word for option in before for word in draw(uses(option, "it", True))]
    flag, specs = FAULTS[fault]
    spec = draw(specs)
    if not flag:
        return [*spelt, *words, spec]
    if flag == "-v":
        group = draw(
            st.sampled_from(
                [["-v", spec], ["--volume", spec], [f"--volume={spec}"], [f"-v={spec}"], ["-itv", spec]]
            )
        )
        if group == ["-v="]:
            # `-v=` is a value of one character, as pflag has it.
            group = ["-v", spec]
    else:
        group = draw(st.sampled_from([["--mount", spec], [f"--mount={spec}"]]))
    image = draw(GOOD_IMAGES)
    return [*spelt, *words, *group, image, *draw(st.lists(_WORDS, max_size=1))]


def _with_file(group: list[str], operands: list[str]) -> list[str]:
    """Return a Dockerfile that is there, seen from the context (the client looks for it)."""
    if not group or not any("Dockerfile" in word for word in group):
        return group
    name = "app/Other" if operands[:1] == ["app"] else "./app/Dockerfile"
    return [word.replace("Dockerfile", name) for word in group]


def stdin_of(words: list[str], verb: str) -> str:
    """Return what the client needs on its standard input: a terminal, a Dockerfile, or nothing."""
    if verb == "image build":
        return "Dockerfile"
    return "terminal" if verb in ("container run", "container exec") else ""
