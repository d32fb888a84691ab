"""Shell code in GitLab's CI files, as a runner starts it.

The source is GitLab's "CI/CD YAML syntax reference": ``before_script`` and ``script`` of a job are one shell, ``after_script`` is another one. The runner's bash has ``-e`` and
pipefail. What ``extends``, ``default`` and anchors give is followed; ``include``, ``!reference`` of other files and the project's own variables aren't known.
"""

from __future__ import annotations

from persistlint.hosts.derived import Derived, variables_in
from persistlint.hosts.yaml_text import entries_of, node_at, raw_of, scalar_at, scalars_of
from persistlint.hosts.yaml_tree import Mapping, Scalar, Sequence, read_yaml

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
_DEEPEST = 10


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
        self._jobs = {name: job for name, job in entries_of(root).items() if _is_job(name, job)}

    def fragments(self) -> Iterator[Fragment]:
        for name, job in self._jobs.items():
            if name.startswith("."):
                continue
            layers = self._layers(job, 0)
            for keys in (("before_script", "script"), ("after_script",)):
                fragment = self._script(f"job {name}", layers, keys)
                if fragment is not None:
                    yield fragment

    def _layers(self, job: Node | None, depth: int) -> list[Node | None]:
        """Return the job and what it extends, the nearest first."""
        layers: list[Node | None] = [job]
        if depth < _DEEPEST:
            for named in reversed(list(scalars_of(node_at(job, "extends")))):
                layers += self._layers(self._jobs.get(named.text), depth + 1)
        return layers

    def _script(self, unit: str, layers: list[Node | None], keys: tuple[str, ...]) -> Fragment | None:
        lines: list[Scalar] = []
        for key in keys:
            places = layers if key == "script" else [*layers, node_at(self._root, "default"), self._root]
            node = next((found for one in places if (found := node_at(one, key)) is not None), None)
            lines += self._lines(node, 0)
        if not any(line.text.strip() for line in lines):
            return None
        derived = Derived()
        derived.add_text("set -eo pipefail\n")
        self._variables(derived, layers, " ".join(line.text for line in lines))
        for line in lines:
            derived.add_all(raw_of(line, self._data).chunks())
            derived.add_text("\n")
        return derived.fragment(dialect="bash", unit=unit)

    def _lines(self, node: Node | None, depth: int) -> Iterator[Scalar]:
        """Yield the lines of a script. Lists in lists are one list, which anchors make."""
        if isinstance(node, Scalar):
            if not node.is_null:
                yield node
        elif isinstance(node, Sequence) and depth < _DEEPEST:
            if node.tag == "!reference":
                path = [scalar.text for scalar in scalars_of(node)]
                yield from self._lines(node_at(self._root, *path), depth + 1)
                return
            for item in node.items:
                yield from self._lines(item, depth + 1)

    def _variables(self, derived: Derived, layers: list[Node | None], text: str) -> None:
        """Put before a script the variables that it names and that the file sets."""
        for name in variables_in(text):
            for place in (*layers, self._root):
                value = scalar_at(place, "variables", name) or scalar_at(place, "variables", name, "value")
                if value is None:
                    continue
                if "$" not in value.text:
                    derived.add_export(name, raw_of(value, self._data).chunks())
                break
