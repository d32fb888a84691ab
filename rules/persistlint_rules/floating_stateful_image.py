"""PSL602: an image that moves to the next major version, on data that doesn't."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.catalogue.knowledge import DataPath
from persistlint.durability.model import Container, MountPoint
from persistlint.rulekit.mounts import form_targets
from persistlint.rulekit.phrases import as_written, written_at
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

#: Tags that move from one major version to the next. Any other may be a placeholder, or somebody's own name for a version.
_MOVING = frozenset((None, "latest", "alpine", "stable", "lts"))


#: Kinds of images whose files belong to a major version: the next one refuses them, or makes others of them.
_BY_MAJOR = frozenset(("database", "search", "queue"))
#: Further images whose data belongs to a version: they migrate it at the first start, and only from the version before.
_MIGRATING = frozenset(
    """
    codeberg.org/forgejo/forgejo ghost gitea/gitea gitlab/gitlab-ce grafana/grafana jenkins/jenkins
    mattermost/mattermost-team-edition nextcloud odoo sonarqube sonatype/nexus3
    """.split()
)


class FloatingStatefulImage(Rule):
    code = "PSL602"
    name = "floating-stateful-image"
    summary = "a stateful image with no major version, on a volume that outlives it"
    severity = "hint"
    services = True
    subject = Container
    needs = ("floating data",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        image = container.command.image
        knowledge = container.image
        if image is None or not image.known or not image.tag_known or image.digest or not image.raw.known:
            return
        if image.tag not in _MOVING:
            return
        if knowledge.origin != "catalogue" or not knowledge.stateful or knowledge.version_known:
            return
        forms = form_targets(container.command)
        if container.refused and not forms:
            return
        if container.serves is False or knowledge.memory_only:
            return
        paths = _data_paths(knowledge.paths)
        point = next(
            (
                point
                for path in paths
                for point in [container.covering(path.path)]
                if point is not None and _lasts(point)
            ),
            None,
        )
        if throw_away(container, context) is not None:
            return
        where = f"`{point.path}`" if point is not None else ""
        if point is None:
            where = _elsewhere(container, forms, paths)
        elif point.volume is not None and point.volume.name is not None:
            where = f"`{as_written(point.volume.name)}`"
        elif point.host_path is not None:
            where = f"`{as_written(point.host_path)}`"
        if not where:
            return
        name = as_written(image.raw)
        if knowledge.kind in _BY_MAJOR or knowledge.name in _MIGRATING:
            message = (
                f"Image `{name}` names no version. A later pull may bring a new major version, and "
                f"{knowledge.title or 'the server'} may then refuse or convert the data in {where}. Write the major version."
            )
        else:
            message = (
                f"Image `{name}` names no version. A later pull may bring another one, which takes over what {where} keeps. "
                f"Write the version, so that you choose when."
            )
        yield self.finding(
            written_at(image.raw, image.span, container.command),
            message,
            identity=name,
            command=container.command,
        )


def _data_paths(paths: list[DataPath]) -> list[DataPath]:
    """Return the paths that matter to the image's next version: those of the worst loss, configuration only where there is no other."""
    worst = next((loss for loss in ("severe", "moderate") if any(path.loss == loss for path in paths)), "")
    worst_paths = [path for path in paths if path.loss == worst]
    return [path for path in worst_paths if path.kind != "config"] or worst_paths


def _lasts(point: MountPoint) -> bool:
    """Return whether the mount outlives the container: a named volume or a host's directory, even where it isn't known which."""
    return point.kind in ("volume", "bind") or (
        not point.kind and point.mount is not None and point.mount.source is not None
    )


def _elsewhere(container: Container, forms: list[str], data: list[DataPath]) -> str:
    """Return what keeps the data where no mount in the text does: a form to fill in, or an older container. "" without one."""
    paths = [path.path for path in data]
    form = next((target for target in forms if target in paths), None)
    if form is not None:
        return f"`{form}`"
    others = container.command.volumes_from
    if others and paths and not container.mounts_known and not container.refused:
        return f"the volumes of `{as_written(others[0])}`"
    return ""


RULE = FloatingStatefulImage
