"""Shell code in GitHub's workflows and composite actions, as a runner starts it.

The source of the shells and their options is GitHub's page "Workflow syntax", ``jobs.<job_id>.steps[*].shell``. Each job is a unit of its own, and each value
of its matrix makes one. Expressions are unknown but for ``env`` and ``matrix``.
"""

from __future__ import annotations

from itertools import product

from persistlint.hosts.derived import Chunk, Derived, Raw, quoted, unknown_chunk, variables_in
from persistlint.hosts.yaml_text import entries_of, node_at, raw_of, scalar_at, scalars_of, text_at
from persistlint.hosts.yaml_tree import Mapping, Scalar, Sequence, read_yaml
from persistlint.text.budgets import MOST_COMBINATIONS, MOST_EXPRESSIONS
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.fragment import Fragment
    from persistlint.hosts.yaml_tree import Node

#: None holds another's beginning, so that one without an end costs no second look.
_EXPRESSION = regex(r"\$\{\{((?:[^}$]|\}(?!\})|\$(?!\{\{))*+)\}\}")
_CONTEXT = regex(r"\s*(env|matrix)\.([A-Za-z_][\w-]*)\s*\Z")
_NAME = regex(r"[A-Za-z_]\w*\Z")
_POWERSHELL = regex(
    r"(?im)\$env:|[ \t]`$|^[ \t]*&[ \t]|\b(?:New|Get|Set|Write|Out|Start|Remove|Invoke)-[A-Z]\w+"
)
#: Actions that don't come near containers and volumes.
_QUIET_ACTIONS = ("actions/", "docker/", "./.github/actions/setup")

#: Environment variables by name, each with its text.
_Environment = dict[str, Raw]


def read_workflow(data: bytes) -> list[Fragment]:
    """Return the shell code of a workflow or composite action, or of a CI file of GitLab, in order."""
    if b"script:" in data and b"runs-on" not in data and b"composite" not in data:
        from persistlint.hosts.gitlab import read_gitlab

        return read_gitlab(data)
    if b"run:" not in data and b"services:" not in data and b"container:" not in data:
        return []
    root = next(iter(read_yaml(data).documents), None)
    if not isinstance(root, Mapping):
        return []
    reader = _Reader(data)
    environment = reader.environment({}, node_at(root, "env"))
    defaults = node_at(root, "defaults", "run")
    if text_at(root, "runs", "using") == "composite":
        reader.steps("the action", node_at(root, "runs", "steps"), environment, [defaults], {}, "")
    for name, job in entries_of(node_at(root, "jobs")).items():
        reader.job(name, job, environment, defaults)
    return reader.fragments


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MOST_EXPRESSIONS
        self.fragments: list[Fragment] = []

    def environment(self, around: _Environment, node: Node | None) -> _Environment:
        """Return the variables around with those of an ``env:``."""
        variables = dict(around)
        for name, value in entries_of(node).items():
            if isinstance(value, Scalar) and _NAME.match(name):
                variables[name] = raw_of(value, self._data)
        return variables

    def job(self, name: str, job: Node | None, around: _Environment, defaults: Node | None) -> None:
        environment = self.environment(around, node_at(job, "env"))
        shells = [node_at(job, "defaults", "run"), defaults]
        runner = text_at(job, "runs-on").lower()
        for combination in _combinations(node_at(job, "strategy", "matrix")):
            values = ", ".join(value.text for value in combination.values())
            unit = f"job {name} ({values})" if values else f"job {name}"
            self._containers(unit, job, environment, combination)
            self.steps(unit, node_at(job, "steps"), environment, shells, combination, runner)

    def steps(
        self,
        unit: str,
        steps: Node | None,
        environment: _Environment,
        defaults: list[Node | None],
        matrix: dict[str, Scalar],
        runner: str,
    ) -> None:
        for step in steps.items if isinstance(steps, Sequence) else []:
            run = scalar_at(step, "run")
            if run is not None:
                self._run(unit, step, run, environment, defaults, matrix, runner)
                continue
            action = scalar_at(step, "uses")
            if action is not None and not action.text.startswith(_QUIET_ACTIONS):
                derived = Derived()
                action_chunk = unknown_chunk(action.text, ("action", action.text))
                derived.add_reference(action.start, action.end, [action_chunk])
                self.fragments.append(derived.fragment(unit=unit))

    def _run(
        self,
        unit: str,
        step: Node | None,
        run: Scalar,
        around: _Environment,
        defaults: list[Node | None],
        matrix: dict[str, Scalar],
        runner: str,
    ) -> None:
        named = [text_at(step, "shell"), *(text_at(default, "shell") for default in defaults)]
        shell = next((default for default in named if default), "")
        if not shell and _is_windows(runner, run.text):
            return
        dialect, options = _shell(shell)
        if not dialect:
            return
        environment = self.environment(around, node_at(step, "env"))
        raw = raw_of(run, self._data)
        derived = Derived()
        if options:
            derived.add_text(f"set {options}\n")
        self._exports(derived, raw, environment, matrix)
        folders = [
            scalar_at(step, "working-directory"),
            *(scalar_at(default, "working-directory") for default in defaults),
        ]
        folder = next((default for default in folders if default is not None), None)
        if folder is not None:
            derived.add_directory(self._expanded(raw_of(folder, self._data), environment, matrix))
        derived.add_all(self._expanded(raw, environment, matrix))
        certainty = "certain" if scalar_at(step, "if") is None else "possible"
        self.fragments.append(derived.fragment(dialect=dialect, unit=unit, certainty=certainty))

    def _exports(
        self, derived: Derived, raw: Raw, environment: _Environment, matrix: dict[str, Scalar]
    ) -> None:
        """Put before a script the variables of its environment that it names."""
        for name in variables_in(raw.text):
            if name in environment:
                derived.add_export(name, self._expanded(environment[name], environment, matrix))

    def _expanded(
        self, raw: Raw, environment: _Environment, matrix: dict[str, Scalar], depth: int = 0
    ) -> list[Chunk]:
        """Return a text's chunks with its expressions replaced."""
        chunks: list[Chunk] = []
        at = 0
        for match in _EXPRESSION.finditer(raw.text):
            chunks += raw.chunks(at, match.start())
            value = self._value(match.group(1), environment, matrix, depth)
            self._left -= sum(len(chunk.text) for chunk in value) // 64
            chunks += raw.standing_for(*match.span(), value)
            at = match.end()
        return chunks + raw.chunks(at)

    def _value(
        self, expression: str, environment: _Environment, matrix: dict[str, Scalar], depth: int
    ) -> list[Chunk]:
        """Return what an expression stands for."""
        self._left -= 1
        match = _CONTEXT.match(expression)
        if match is not None and depth < 4 and self._left > 0:
            context, name = match.groups()
            if context == "matrix" and name in matrix:
                return raw_of(matrix[name], self._data).chunks()
            if context == "env" and name in environment:
                return self._expanded(environment[name], environment, matrix, depth + 1)
        written = expression.strip()
        shown = written if len(written) <= 50 else f"{written[:47]}…"
        return [unknown_chunk(f"${{{{ {shown} }}}}", ("expression", written))]

    # -- containers of a job

    def _containers(
        self, unit: str, job: Node | None, environment: _Environment, matrix: dict[str, Scalar]
    ) -> None:
        """Add the job's ``container:`` and ``services:`` that mount something: they live as long as the job, so what else they store is meant to go."""
        definitions = [node_at(job, "container"), *entries_of(node_at(job, "services")).values()]
        for definition in definitions:
            image = scalar_at(definition, "image")
            mounts = list(scalars_of(node_at(definition, "volumes")))
            if image is None or not mounts:
                continue
            derived = Derived()
            derived.add_text("docker run -d ")
            for variable, value in entries_of(node_at(definition, "env")).items():
                if isinstance(value, Scalar) and _NAME.match(variable):
                    chunks = [Chunk(f"{variable}=".encode()), *raw_of(value, self._data).chunks()]
                    self._word(derived, "-e ", Raw(chunks), environment, matrix)
            for mount in mounts:
                self._word(derived, "-v ", raw_of(mount, self._data), environment, matrix)
            options = scalar_at(definition, "options")
            if options is not None:
                derived.add_all(self._expanded(raw_of(options, self._data).stripped(), environment, matrix))
                derived.add_text(" ")
            self._word(derived, "", raw_of(image, self._data), environment, matrix)
            self.fragments.append(derived.fragment(dialect="bash", unit=unit))

    def _word(
        self, derived: Derived, option: str, raw: Raw, environment: _Environment, matrix: dict[str, Scalar]
    ) -> None:
        derived.add_text(option)
        derived.add_all(quoted(self._expanded(raw, environment, matrix)))
        derived.add_text(" ")


def _is_windows(runner: str, script: str) -> bool:
    """Return whether a step without ``shell:`` is for PowerShell: its runner is one of Windows, or isn't known and the script looks so."""
    if runner.startswith("windows"):
        return True
    return "${{" in runner and _POWERSHELL.search(script) is not None


def _shell(name: str) -> tuple[str, str]:
    """Return the dialect of a step's ``shell:`` and the options that it is started with; "" for what is no shell of ours."""
    words = name.split()
    if not words:
        return "bash", "-e"
    program = words[0].rpartition("/")[2]
    if program not in ("bash", "sh", "dash", "zsh"):
        return "", ""
    if len(words) == 1:
        return program, "-eo pipefail" if program == "bash" else "-e"
    letters = [word for word in words[1:] if word.startswith("-") and not word.startswith("--")]
    exits = any("e" in word for word in letters)
    pipefail = "pipefail" in words
    return program, " ".join((["-e"] if exits else []) + (["-o pipefail"] if pipefail else []))


def _combinations(matrix: Node | None) -> list[dict[str, Scalar]]:
    """Return the combinations of a matrix; one without values where they aren't known, or are too many."""
    names: list[str] = []
    lists: list[list[Scalar]] = []
    for name, values in entries_of(matrix).items():
        if name in ("include", "exclude"):
            return [{}]
        scalars = list(scalars_of(values))
        if not isinstance(values, Sequence) or len(scalars) != len(values.items) or not scalars:
            continue
        names.append(name)
        lists.append(scalars)
    count = 1
    for scalars in lists:
        count *= len(scalars)
    if count > MOST_COMBINATIONS:
        return [{}]
    return [dict(zip(names, values, strict=True)) for values in product(*lists)]
