"""PSL219: an unquoted expansion in a mount, which a space breaks."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import offer, rewrite, written_here
from persistlint.rulekit.mounts import elsewhere
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import UNQUOTED, Unknown
from persistlint.text.regex import regex

#: Unknowns that hold a path with what people call their directories.
_PATHS = frozenset(("cwd", "home", "scriptdir", "env", "arg", "input"))
#: Variables of the system whose values hold no blank: useradd(8) and hostname(7) refuse one.
_WITHOUT_BLANKS = frozenset(("EUID", "GID", "HOSTNAME", "LOGNAME", "PUID", "PGID", "UID", "USER"))
#: Scripts that zsh runs: it doesn't split.
_UNSPLIT = (".zsh", ".zshrc", ".zprofile", ".zshenv")

#: A variable or a command substitution without another one inside.
_EXPANSION = regex(r"\$\w+|\$\{\w+\}|\$\([^()$`]*\)")


class UnquotedMount(Rule):
    code = "PSL219"
    name = "unquoted-mount"
    summary = "an unquoted variable in a mount, which a space in its value breaks"
    severity = "hint"
    fix = "safe"
    fix_changes = ()
    subject = ContainerCreate
    needs = ("unquoted mount",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        if context.path.endswith(_UNSPLIT) or elsewhere(command.invocation):
            return
        for mount in command.mounts:
            name, word = _unquoted(mount), mount.word
            text = written_here(word, command, context) if word is not None else None
            if name is None or word is None or text is None:
                continue
            if (mount.target_text or "") not in text:
                # A Makefile's function gives the mount, so it isn't written here.
                continue
            if ":" not in text and "," not in text:
                # `$options`, which is meant to be several words.
                continue
            yield self.finding(
                word,
                f"A space in `{_as_written(name, text)}` cuts this mount in two, and docker takes the second half for the image. Quote it.",
                identity=mount.value.display() if mount.value is not None else word.display(),
                command=command,
                fixes=offer("Quote it", rewrite(word, f'"{text}"', context.sources), safe=True)
                if _quotable(text)
                else [],
            )


def _unquoted(mount: Mount) -> str | None:
    for piece in mount.value.pieces if mount.value is not None else ():
        if (
            isinstance(piece, Unknown)
            and piece.quoting == UNQUOTED
            and piece.kind in _PATHS
            and piece.name not in _WITHOUT_BLANKS
        ):
            return piece.name if piece.name.startswith("$") else f"${piece.name}"
    return None


def _as_written(name: str, text: str) -> str:
    """Return the expansion as the mount writes it, if it has only one: ``$(pwd)`` for ``$PWD``."""
    expansions = _EXPANSION.findall(text)
    return str(expansions[0]) if len(expansions) == 1 and "`" not in text else name


def _quotable(text: str) -> bool:
    """Return whether the word means the same in double quotes, except for spaces: it has no quote, pattern or brace expansion."""
    return text.count("${") == text.count("{") and not any(
        character in text for character in "\"'\\!*?[~ \t\n"
    )


RULE = UnquotedMount
