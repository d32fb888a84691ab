"""PSL601: an image that is given the host isn't pinned by digest."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.image_reference import DEFAULT_DOMAIN, ImageReference, parse_reference
from persistlint.durability.model import Container
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.host_grants import Grant, grants
from persistlint.rulekit.image_versions import if_not_tag_alone
from persistlint.rulekit.intent import typed_by_hand
from persistlint.rulekit.own_images import made_here
from persistlint.rulekit.phrases import as_written, image_place, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rulekit.user_namespaces import remapped
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value
from persistlint.text.regex import regex

_TAG_BEHIND = regex(r":[\w][\w.-]*$")
#: Images that set up the host's emulation of other processors, and end: everybody's documents show the line.
_EMULATION = ("tonistiigi/binfmt", "multiarch/qemu-user-static", "docker/binfmt", "linuxkit/binfmt")
#: Distributions' own images on Docker Hub that lie below an owner.
_DISTRIBUTIONS = ("opensuse/", "rockylinux/", "almalinux/", "kalilinux/", "archlinux/", "nixos/")
_EXACT = regex(r"v?\d+\.\d+\.\d+(?:[.-][\w.-]+)?")
#: Kinds of images of which none needs more than a container has by itself.
_ORDINARY = frozenset(
    ("app", "auth", "cache", "cms", "database", "queue", "registry", "search", "secrets", "vcs")
)


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
        image, given = command.image, grants(command)
        if image is None or not given or not _names_one(image):
            return
        # With user namespaces nothing of this is given: `--privileged` and `--pid=host` are refused, and root is nobody on the host.
        if made_here(image, command, context) or remapped(command, context):
            return
        container = context.timeline.container_of(command)
        title = _needs_nothing(container) if container is not None and command.privileged else ""
        reason = throw_away(container, context) if container is not None else None
        reason = reason or typed_by_hand(context) or (None if title else _hardly_moves(image, container))
        taste = not title and (_is_release(image) or _sets_up_emulation(image))
        yield self.finding(
            image_place(command),
            _message(image, given, title, command, context),
            identity=image.raw.display(),
            command=command,
            severity="warning" if title else "hint" if taste else "info",
            reason=reason,
            related=[(grant.span, "given here") for grant in given],
            fixes=_pin(image, container),
        )


def _message(
    image: ImageReference, given: list[Grant], title: str, command: ContainerCreate, context: Context
) -> str:
    name, assumed = as_written(image.raw), unless(if_not_tag_alone(image, context))
    words = [f"`{grant.words}`" for grant in given]
    reach = "reach the host and every volume on it"
    if words in (["`--pid=host`"], ["`pid: host`"]) and not given[0].whole:
        reach = "see and end every process of the host"
    if title:
        option = "privileged: true" if command.service_name is not None else "--privileged"
        return f"{title} doesn't need `{option}`, with which `{name}` can {reach}{assumed}. Leave it out."
    return (
        f"{' and '.join(words)} {'let' if len(words) > 1 else 'lets'} `{name}` {reach}{assumed}. That name isn't pinned, and whoever can move it "
        f"decides what runs. Write `{name}@sha256:…`."
    )


def _names_one(image: ImageReference) -> bool:
    """Return whether name and tag are known, or a tag is written behind a name out of variables: then no digest is in there."""
    raw = image.raw
    is_tagged = bool(raw.leading() or raw.pieces) and _TAG_BEHIND.search(raw.trailing()) is not None
    return "@" not in raw.marked() and ((image.known and image.tag_known) or is_tagged)


def _hardly_moves(image: ImageReference, container: Container | None) -> str | None:
    """Return why the image's name is as good as fixed to whoever wrote it, for a message; None where it isn't."""
    path = image.path or ""
    if not image.known:
        return "the text doesn't say which image it is"
    if _sets_up_emulation(image):
        return "it sets up emulation, and ends"
    if _is_release(image):
        return "its tag is a release"
    distribution = image.domain == DEFAULT_DOMAIN and path.startswith(_DISTRIBUTIONS)
    if distribution or (container is not None and container.image.kind == "base"):
        return "it is a distribution's own image"
    return None


def _sets_up_emulation(image: ImageReference) -> bool:
    return image.domain == DEFAULT_DOMAIN and (image.path or "") in _EMULATION


def _is_release(image: ImageReference) -> bool:
    """Return whether the tag is a whole version, which its owner hardly moves."""
    return _EXACT.fullmatch(image.tag or "") is not None


def _needs_nothing(container: Container) -> str:
    """Return the title of an image that is known to do without privileges; "" for any other, and where the run isn't its server."""
    image = container.image
    ordinary = image.origin == "catalogue" and image.kind in _ORDINARY and container.serves is True
    return image.title if ordinary else ""


def _pin(image: ImageReference, container: Container | None) -> list[Fix]:
    """Return the fix that pins the digest of the engine's own copy of the image. [] where no engine was asked."""
    for pinned in container.image.digests if container is not None else ():
        name, _, digest = pinned.partition("@")
        other = parse_reference(Value.of(name))
        if (other.domain, other.path) == (image.domain, image.path) and digest:
            edit = replace_value(image.raw, len(image.raw), len(image.raw), f"@{digest}")
            return offer(f"Pin the image that is on this machine ({digest[:19]}…)", edit)
    return []


RULE = UnpinnedPrivilegedImage
