"""Shell code in GitLab's CI files, as a runner starts it.

The source is GitLab's "CI/CD YAML syntax reference": ``before_script`` and ``script`` of a job are one shell, ``after_script`` is another one. The runner's bash has ``-e`` and
pipefail. What ``extends``, ``default`` and anchors give is followed; ``include``, ``!reference`` of other files and the project's own variables aren't known.
"""

from __future__ import annotations

from persistlint.hosts.derived import Derived, variables_in
from persistlint.hosts.yaml_text import entries_of, node_at, raw_of, scalar_at, scalars_of
from persistlint.hosts.yaml_tree import Mapping, Scalar, Sequence, read_yaml
from persistlint.text.budgets import DEEPEST_LISTS, MOST_SCRIPT_LINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.hosts.fragment import Fragment
    from persistlint.hosts.yaml_tree import Node

#: Keys at the top that are no jobs.
_NO_JOBS = frozenset(
    """
    after_script before_script cache default image include services spec stages types variables workflow
    """.split()
)


def read_gitlab(data: bytes) -> list[Fragment]:
    """Return the shell code of the jobs, in order. A job that begins with a dot is only a template."""
    documents = read_yaml(data).documents
    roots = [root for root in documents if isinstance(root, Mapping)]
    return [fragment for root in roots for fragment in _Reader(data, root).fragments()]


def _is_job(name: str, job: Node | None) -> bool:
    return name not in _NO_JOBS and isinstance(job, Mapping)


class _Reader:
    def __init__(self, data: bytes, root: Mapping) -> None:
        self._data = data
        self._root = root
        #: What holds for every job, looked up once.
        self._shared = (entries_of(node_at(root, "default")), entries_of(root))
        self._variables_of_file = entries_of(node_at(root, "variables"))
        self._left = MOST_SCRIPT_LINES
        self._jobs = {name: job for name, job in entries_of(root).items() if _is_job(name, job)}

    def fragments(self) -> Iterator[Fragment]:
        for name, job in self._jobs.items():
            if name.startswith("."):
                continue
            layers = self._layers(job)
            for keys in (("before_script", "script"), ("after_script",)):
                fragment = self._script(f"job {name}", layers, keys)
                if fragment is not None:
                    yield fragment

    def _layers(self, job: Node | None) -> list[Node | None]:
        """Return the job and what it extends, each once, the nearest first."""
        layers: list[Node | None] = []
        waiting = [job]
        seen: set[int] = set()
        while waiting:
            layer = waiting.pop()
            if layer is None or id(layer) in seen:
                continue
            seen.add(id(layer))
            layers.append(layer)
            # The last one that is named lies on top.
            waiting += [self._jobs.get(named.text) for named in scalars_of(node_at(layer, "extends"))]
        return layers

    def _script(self, unit: str, layers: list[Node | None], keys: tuple[str, ...]) -> Fragment | None:
        lines: list[Scalar] = []
        for key in keys:
            node = next(
                (node_there for layer in layers if (node_there := node_at(layer, key)) is not None), None
            )
            if node is None and key != "script":
                node = next(
                    (node_there for shared in self._shared if (node_there := shared.get(key)) is not None),
                    None,
                )
            lines += self._lines(node, 0)
        if self._left < 0 or not any(line.text.strip() for line in lines):
            return None
        derived = Derived()
        derived.add_text("set -eo pipefail\n")
        self._variables(derived, layers, " ".join(line.text for line in lines))
        # What jobs share is read once for each of them.
        self._left -= (derived.length + sum(len(line.text) for line in lines)) // 64
        for line in lines:
            derived.add_all(raw_of(line, self._data).chunks())
            derived.add_text("\n")
        return derived.fragment(dialect="bash", unit=unit)

    def _lines(self, node: Node | None, depth: int) -> Iterator[Scalar]:
        """Yield the lines of a script. Lists in lists are one list, which anchors make."""
        self._left -= 1
        if self._left < 0:
            return
        if isinstance(node, Scalar):
            if not node.is_null:
                yield node
        elif isinstance(node, Sequence) and depth < DEEPEST_LISTS:
            if node.tag == "!reference":
                path = [scalar.text for scalar in scalars_of(node)]
                yield from self._lines(node_at(self._root, *path), depth + 1)
                return
            for item in node.items:
                yield from self._lines(item, depth + 1)

    def _variables(self, derived: Derived, layers: list[Node | None], text: str) -> None:
        """Put before a script the variables that it names and that the file sets."""
        variables: dict[str, Node | None] = {}
        for layer in reversed(layers):
            variables |= entries_of(node_at(layer, "variables"))
        for name in variables_in(text):
            variable = variables.get(name, self._variables_of_file.get(name))
            value = scalar_at(variable, "value") if isinstance(variable, Mapping) else variable
            if isinstance(value, Scalar) and not value.is_null and "$" not in value.text:
                derived.add_export(name, raw_of(value, self._data).chunks())
