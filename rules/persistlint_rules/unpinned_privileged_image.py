"""PSL601: an image that is given the host isn't pinned by digest."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCommit, ContainerCreate, ImageBuild, ImageTransfer
from persistlint.docker.image_reference import DEFAULT_DOMAIN, OFFICIAL, ImageReference, parse_reference
from persistlint.durability.model import Container
from persistlint.durability.paths import base_name, clean
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.intent import typed_by_hand
from persistlint.rulekit.phrases import as_written, image_place, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rulekit.user_namespaces import remapped
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value
from persistlint.text.regex import regex
from persistlint.text.spans import Span, first_span

_SOCKETS = ("/docker.sock", "/podman.sock", "/containerd.sock", "/crio.sock")
_CAPABILITIES = frozenset(("SYS_ADMIN", "CAP_SYS_ADMIN", "ALL"))


class UnpinnedPrivilegedImage(Rule):
    code = "PSL601"
    name = "unpinned-privileged-image"
    summary = "an image that is given the host isn't pinned by digest"
    severity = "info"
    # Only where an engine was asked for the digest.
    fix_changes = ("image",)
    services = True
    subject = ContainerCreate
    needs = ("--privileged", "--pid", "--cap-add", "wide bind", "socket mount")

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        image = command.image
        if (
            image is None
            or "@" in image.raw.marked()
            or not ((image.known and image.tag_known) or _has_a_tag(image))
        ):
            return
        grants = list({text: (text, span, grave) for text, span, grave in _grants(command)}.values())
        # With user namespaces nothing of this is given: `--privileged` and `--pid=host` are refused, and root is nobody on the host.
        if not grants or _made_here(image, command, context) or remapped(command, context):
            return
        container = context.timeline.container_of(command)
        title = _needs_nothing(container) if container is not None and command.privileged else ""
        reason = throw_away(container, context) if container is not None else None
        reason = reason or typed_by_hand(context) or (_hardly_moves(image, container) if not title else None)
        is_grave = any(grave for _, _, grave in grants)
        granted = " and ".join(f"`{text}`" for text, _, _ in grants)
        reach = (
            "see and end every process of the host"
            if not is_grave and granted in ("`--pid=host`", "`pid: host`")
            else "reach the host and every volume on it"
        )
        message = (
            f"{granted} {'let' if len(grants) > 1 else 'lets'} `{as_written(image.raw)}` {reach}{unless(image.raw)}. That name isn't pinned, and "
            f"whoever can move it decides what runs. Write `{as_written(image.raw)}@sha256:…`."
        )
        if title:
            privileged = "privileged: true" if command.service_name is not None else "--privileged"
            message = f"{title} doesn't need `{privileged}`, with which `{as_written(image.raw)}` can {reach}{unless(image.raw)}. Leave it out."
        yield self.finding(
            image_place(command),
            message,
            identity=image.raw.display(),
            command=command,
            severity="warning" if title else "info",
            reason=reason,
            related=[(span, "given here") for _, span, _ in grants],
            fixes=_pin(image, container),
        )


def _has_a_tag(image: ImageReference) -> bool:
    """Return whether a tag is written behind a name out of variables: then no digest is in there."""
    return (
        bool(image.raw.leading() or image.raw.pieces) and _TAG_BEHIND.search(image.raw.trailing()) is not None
    )


_TAG_BEHIND = regex(r":[\w][\w.-]*$")
#: Images that set up the host's emulation of other processors, and end: everybody's documents show the line.
_EMULATION = ("tonistiigi/binfmt", "multiarch/qemu-user-static", "docker/binfmt", "linuxkit/binfmt")
#: Distributions' own images on Docker Hub that lie below an owner.
_DISTRIBUTIONS = ("opensuse/", "rockylinux/", "almalinux/", "kalilinux/", "archlinux/", "nixos/")
_EXACT = regex(r"v?\d+\.\d+\.\d+(?:[.-][\w.-]+)?")


def _hardly_moves(image: ImageReference, container: Container | None) -> str | None:
    """Return why the image's name is as good as fixed to whoever wrote it, for a message; None where it isn't."""
    path = image.path or ""
    if not image.known:
        return "the text doesn't say which image it is"
    if image.domain == DEFAULT_DOMAIN and path in _EMULATION:
        return "it sets up emulation, and ends"
    if _EXACT.fullmatch(image.tag or "") is not None:
        return "its tag is a release"
    distribution = image.domain == DEFAULT_DOMAIN and path.startswith(_DISTRIBUTIONS)
    if distribution or (container is not None and container.image.kind == "base"):
        return "it is a distribution's own image"
    return None


#: Kinds of images of which none needs more than a container has by itself.
_ORDINARY = frozenset(("app", "auth", "cache", "cms", "database", "queue", "search", "secrets", "vcs"))


def _needs_nothing(container: Container) -> str:
    """Return the title of an image that is known to do without privileges; "" for any other, and where the run isn't its server."""
    image = container.image
    ordinary = image.origin == "catalogue" and image.kind in _ORDINARY and container.serves is True
    return image.title if ordinary else ""


def _pin(image: ImageReference, container: Container | None) -> list[Fix]:
    """Return the fix that pins the digest of the engine's own copy of the image. [] where no engine was asked."""
    for known_digest in container.image.digests if container is not None else ():
        name, _, digest = known_digest.partition("@")
        other = parse_reference(Value.of(name))
        if (other.domain, other.path) == (image.domain, image.path) and digest:
            edit = replace_value(image.raw, len(image.raw), len(image.raw), f"@{digest}")
            return offer(f"Pin the image that is on this machine ({digest[:19]}…)", edit)
    return []


def _grants(command: ContainerCreate) -> Iterator[tuple[str, Span | None, bool]]:
    """Yield what the run hands over: as written, where, and whether that alone is the whole host."""
    is_service = command.service_name is not None
    if command.privileged:
        use = command.last("privileged")
        yield "privileged: true" if is_service else "--privileged", first_span(use), True
    if command.pid is not None and command.pid.text == "host":
        use = command.last("pid")
        # Its processes are there to be seen and ended; through them its files are, with SYS_PTRACE.
        given = {(value.text or "").upper().removeprefix("CAP_") for value in command.cap_add}
        is_grave = not given.isdisjoint(("SYS_PTRACE", "ALL"))
        yield "pid: host" if is_service else "--pid=host", first_span(use), is_grave
    for mount in command.mounts:
        source = mount.source
        if mount.type != "bind" or source is None:
            continue
        text = source.text
        if text is not None and text.startswith("/") and clean(text) == "/" and mount.read_only is False:
            target = mount.target.display() if mount.target is not None else "…"
            yield f"{'' if is_service else mount.flag + ' '}/:{target}", mount.span, True
        elif source.trailing().endswith(_SOCKETS):
            yield base_name(source.trailing()), mount.span, False
    for use in command.uses("cap-add"):
        capability = use.value.text if use.value is not None else None
        if capability is not None and capability.upper() in _CAPABILITIES and not command.privileged:
            yield f"cap_add: {capability}" if is_service else f"--cap-add {capability}", use.span, False


def _made_here(image: ImageReference, command: ContainerCreate, context: Context) -> bool:
    """Return whether the image is the user's own: built, committed, tagged or loaded in this text, or from this machine's registry."""
    if image.domain is not None and image.domain.partition(":")[0] == "localhost":
        return True
    if image.tag == "local":
        # What a build of this project leaves on the machine: no registry has it, and it has no digest.
        return True
    container = context.timeline.container_of(command)
    if container is not None and container.image.origin == "definition":
        return True
    if image.domain == DEFAULT_DOMAIN and (image.path or "").startswith(OFFICIAL):
        # Docker Hub has no other names without an owner than the official images': one that isn't theirs is made on this machine.
        knowledge = container.image if container is not None else None
        if (
            knowledge is None
            or not knowledge.known
            or (knowledge.origin == "engine" and not (knowledge.name or knowledge.digests))
        ):
            return True
    return any(_same(made, image) for other in context.commands for made in _made_by(other))


def _made_by(command: Command) -> list[ImageReference]:
    if isinstance(command, ImageBuild):
        return command.tags
    if isinstance(command, ContainerCommit):
        return [command.tag] if command.tag is not None else []
    if isinstance(command, ImageTransfer) and command.verb in ("image tag", "image import", "image load"):
        return command.images[-1:]
    return []


def _same(image: ImageReference, other: ImageReference) -> bool:
    if image.path is None or other.path is None:
        return False
    tags = not image.tag_known or (image.tag or "latest") == (other.tag or "latest")
    return image.path == other.path and image.domain == other.domain and tags


RULE = UnpinnedPrivilegedImage
