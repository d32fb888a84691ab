"""Image references, by the grammar of the distribution project (domain, path, tag, digest)."""

from __future__ import annotations

from persistlint.shell.values import Value, Word
from persistlint.text.regex import regex
from persistlint.text.spans import Span


class ImageReference:
    """An image's name. ``raw`` is the value as written; parts that can't be known are None.

    ``domain`` "docker.io" and ``path`` "library/postgres" are filled in for ``postgres``. ``tag`` is None without one and where unknown (see ``tag_known``).
    """

    __slots__ = ("digest", "domain", "path", "raw", "span", "tag", "tag_known", "word")

    def __init__(self, raw: Value, word: Word | None = None) -> None:
        self.raw = raw
        self.word = word
        self.span: Span | None = word.span if word is not None else raw.span
        self.domain: str | None = None
        self.path: str | None = None
        self.tag: str | None = None
        self.digest: str | None = None
        #: Whether it is known which tag is written, or that none is.
        self.tag_known = True

    @property
    def known(self) -> bool:
        """Return whether domain and path are known."""
        return self.path is not None

    @property
    def familiar(self) -> str | None:
        """Return the name as people write it: without docker.io/ and library/, without tag and digest."""
        if self.path is None:
            return None
        if self.domain in (None, "docker.io"):
            return self.path.removeprefix("library/")
        return f"{self.domain}/{self.path}"


#: The domain and the path prefix that a name without them stands for.
DEFAULT_DOMAIN = "docker.io"
OFFICIAL = "library/"

_UNKNOWN = "\ufffc"
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_HEX = frozenset("0123456789abcdef")


def parse_reference(value: Value, word: Word | None = None) -> ImageReference:
    """Return the parts of a reference (distribution/reference: ``normalize.go``, ``splitDockerDomain``, ``regexp.go``).

    Parts that an unknown piece may belong to are None: of ``⟨REGISTRY⟩/postgres:15`` the tag alone is known, of ``postgres:⟨TAG⟩`` domain and
    path, and ``tag_known`` is false. What isn't a reference at all has no parts (``reference_problem`` says why).
    """
    reference = ImageReference(value, word)
    marked = value.marked()
    if not marked or reference_problem(value):
        return reference
    name, at, digest = marked.partition("@")
    if at and _UNKNOWN not in digest:
        reference.digest = digest
    remainder, tag = name, None
    colon = name.rfind(":")
    if colon >= 0 and "/" not in name[colon:]:
        remainder, tag = name[:colon], name[colon + 1 :]
    if tag is not None:
        if _UNKNOWN in tag:
            reference.tag_known = False
        else:
            reference.tag = tag
    if remainder.endswith(_UNKNOWN) and tag is None:
        # `postgres⟨SUFFIX⟩`: the unknown may hold a tag too.
        reference.tag_known = False
    if _UNKNOWN in remainder:
        head, slash, rest = remainder.partition("/")
        if slash and _UNKNOWN not in head and is_domain(head):
            reference.domain = head
        elif slash and _UNKNOWN not in head and not head.endswith(":"):
            reference.domain = DEFAULT_DOMAIN
        return reference
    if len(marked) == 64 and set(marked) <= _HEX:
        # An image's ID: it has no name.
        return reference
    if remainder == "sha256" and tag is not None and not at and not _digest_problem(name):
        # An ID in full: a digest without a name.
        reference.digest, reference.tag = name, None
        return reference
    head, slash, rest = remainder.partition("/")
    if slash and is_domain(head):
        reference.domain = DEFAULT_DOMAIN if head == "index.docker.io" else head
        reference.path = rest
    else:
        reference.domain = DEFAULT_DOMAIN
        reference.path = remainder
    if reference.domain == DEFAULT_DOMAIN and "/" not in reference.path:
        reference.path = OFFICIAL + reference.path
    return reference


def is_domain(head: str) -> bool:
    """Return whether a name's part before the first slash is a registry's host and no path (``splitDockerDomain``)."""
    return head == "localhost" or "." in head or ":" in head or head != head.lower()


def reference_problem(value: Value, to_make: bool = False) -> str:
    """Return why docker refuses a wholly known value as a reference, "" where it accepts it or where that can't be known.

    ``docker run ''``, ``Postgres``, ``a:b:c``, ``postgres:`` are refused by the client ("invalid reference format"). A reference ``to_make`` must be
    a name: it can't be an image's ID.
    """
    text = value.text
    if text is None:
        return ""
    if len(text) == 64 and set(text) <= _HEX:
        return (
            f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings" if to_make else ""
        )
    head, slash, remainder = text.partition("/")
    if not slash or not is_domain(head):
        head, remainder = DEFAULT_DOMAIN, text
    if head in (DEFAULT_DOMAIN, "index.docker.io") and "/" not in remainder:
        remainder = OFFICIAL + remainder
    name = remainder.partition(":")[0]
    if name != name.lower():
        return f"{_INVALID}: repository name ({name}) must be lowercase"
    if not _is_reference(text):
        return "repository name must be lowercase" if needs_lowercase(text) else _INVALID
    if len(name.partition("@")[0]) > _LONGEST:
        return f"repository name must not be more than {_LONGEST} characters"
    _, at, digest = text.partition("@")
    return _digest_problem(digest) if at else ""


def _digest_problem(digest: str) -> str:
    """Return why opencontainers/go-digest refuses a text in a digest's form, "" where it accepts it."""
    algorithm, _, encoded = digest.partition(":")
    length = _DIGESTS.get(algorithm)
    if length is None:
        return "unsupported digest algorithm"
    if len(encoded) != length:
        return "invalid checksum digest length"
    return "" if set(encoded) <= _HEX else "invalid checksum digest format"


#: Digits of the digests that docker knows.
_DIGESTS = {"sha256": 64, "sha384": 96, "sha512": 128}

#: The most characters that a name may have.
_LONGEST = 255

_INVALID = "invalid reference format"


def needs_lowercase(text: str) -> bool:
    """Return whether nothing but upper-case letters keeps the text from being a reference (``Postgres``, not ``$X``)."""
    return not _is_reference(text) and _is_reference(text.lower())


def _is_reference(text: str) -> bool:
    name, at, digest = text.partition("@")
    if at and not _is_digest(digest):
        return False
    colon = name.rfind(":")
    if colon >= 0 and "/" not in name[colon:]:
        tag = name[colon + 1 :]
        name = name[:colon]
        if not 0 < len(tag) <= 128 or tag[0] not in _WORD:
            return False
        if not all(character in _WORD or character in ".-" for character in tag):
            return False
    # The grammar has no rule which part is the domain: what can't be one may still be a part of the path (`a.b_c/d`).
    head, slash, path = name.partition("/")
    if slash and is_domain(head) and _is_host(head) and _is_path(path):
        return True
    return _is_path(name)


def _is_path(text: str) -> bool:
    return all(_is_component(component) for component in text.split("/"))


def _is_component(text: str) -> bool:
    """Lower-case letters and digits, parted by one dot, one or two underscores, or any number of dashes."""
    if not text or text[0] not in _LOWER or text[-1] not in _LOWER:
        return False
    separator = ""
    for character in text:
        if character in _LOWER:
            separator = ""
            continue
        separator += character
        if not (separator in (".", "_", "__") or separator.strip("-") == ""):
            return False
    return True


def _is_host(text: str) -> bool:
    if text.startswith("["):
        _address, bracket, port = text[1:].partition("]")
        return bool(bracket) and (not port or (port[0] == ":" and port[1:].isdecimal()))
    host, colon, port = text.partition(":")
    if colon and not port.isdecimal():
        return False
    return all(
        part
        and part[0] != "-"
        and part[-1] != "-"
        and all(c == "-" or (c in _WORD and c != "_") for c in part)
        for part in host.split(".")
    )


_DIGEST = regex(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}")


def _is_digest(text: str) -> bool:
    """Return whether the text has a digest's form, whatever the algorithm."""
    return _DIGEST.fullmatch(text) is not None
