"""Containers that are made to be thrown away (the rule catalogue's "throw-away contexts")."""

from __future__ import annotations

from persistlint.docker.commands import ContainerRemove, OtherCommand
from persistlint.rulekit.on_purpose import says_so
from persistlint.shell.values import Literal
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from persistlint.durability.model import Container, Timeline
    from persistlint.rules.rule import Context

_WORDS = frozenset({"test", "tests", "ci", "demo", "bench", "tmp", "e2e", "scratch"})
#: Folders of courses, in the languages that they are written in. A home lab is no exercise.
_EXERCISE = regex(
    r"(?i)(?:^|/)((?:labs?|laborator(?:io|ios|y|ies)|tp|tds?|exercises?|exercices?|ejercicios?|exerc[ií]cios?|esercizi(?:o)?|[uü]bung(?:en)?|aufgaben?|less?ions?|lessons?|lecci[oó]n(?:es)?"
    r"|lektion(?:en)?|lectures?|aulas?|le[cç]ons?|chapters?|chapitres?|cap[ií]tulos?|kapitel|workshops?|taller(?:es)?|katas?|homework|assignments?|quiz(?:zes)?|curriculum|courses?|cursos?|cours|tutorials?"
    r"|trainings?|formation|bootcamp|answers?|ans|solutions?|soluciones?|soluci[oó]n|solu[cç][aã]o|solu[cç][oõ]es|respuestas?|respostas?|l[oö]sung(?:en)?|corrig[eé]s?)[-_. ]?\d*(?:[-_. ][^/]*)?"
    r"|(?:ep|episode|days?|d[ií]a|jour|tag|weeks?|semanas?|semaine|woche|modules?|m[oó]dulos?|units?|unidad|sessions?|sesi[oó]n|clase|class|tema|topic|challenges?|tasks?|ex|exo"
    r"|pr[aá]cticas?|practice|pr[aá]tica|sec(?:tion)?|step|part|parte|ch|chap)[-_. ]?\d+(?:[-_. ][^/]*)?"
    r"|\d{1,2}[-_. ]+[^\W\d_][^/]*"
    r"|(?:[^/]*[-_. ])?(?:tp|exercises?|exercices?|ejercicios?|workshops?|tutorials?|lessons?|quiz(?:zes)?|cours|curso|homework)(?:[-_. ][^/]*)?)/"
    r"|(?:^|/)((?:[^/]*[-_. ])?(?:tp|labs?|exercises?|exercices?|ejercicios?|workshops?|tutorials?|lessons?|quiz(?:zes)?|homework|solutions?|theory)(?:[-_. ][^/]*)?)\.mdx?$"
    r"|(?:^|/)([^/]*[-_.]\d{1,2})\.ya?ml$"
)
#: Folders of what nobody runs any more.
_LEFT = regex(
    r"(?i)(?:^|/)((?:[^/]*[-_. ])?(?:not[-_. ]?(?:used|working)|unused|archived|deprecated|obsolete|abandoned|to-?delete|old-?stuff)(?:[-_. ][^/]*)?|(?:[^/]*[-_. ])?(?:gitops|compose|docker|services?|apps?|stacks?|containers?|code|configs?|projects?|homelab|swarm|k8s|kubernetes)[-_. ]archive|[-_.]?(?:archived?|broken|old|legacy|disabled|attic|trash|graveyard|retired|inactive))/"
)
#: Folders of what others wrote and a site's owner installed: whoever owns the site starts nothing there.
_INSTALLED = regex(r"(?i)(?:^|/)(wp-content/(?:mu-plugins|plugins|themes))/[^/]+/")
#: What repositories of courses, notes and examples are called.
_TAUGHT = frozenset(
    """
    101 aprender aprendendo apprendre aula aulas bootcamp belajar challenge challenges cheatsheet cheatsheets cours course courses curso cursos demo demos desafio desafios
    ejemplo ejemplos estudo estudos example examples exemplo exemplos exemple exemples exercise exercises formation formacao guide guides
    handson katas kurs learn learning minicurso note notebook notebooks notes practica practice practices pratica playground sample
    samples study studies taller talleres tp training trainings tutorial tutorials workshop workshops
    """.split()
)
#: Those of them whose files are copied.
_COPIED = frozenset(
    "demo demos ejemplo ejemplos example examples exemplo exemplos exemple exemples guide guides note notebook notebooks notes playground sample samples".split()
)
#: Those of them that are of lessons held in a class, of which nothing stays, whatever the files of the class say.
IN_CLASS = frozenset("aula aulas bootcamp taller talleres training trainings workshop workshops".split())
_SPLIT = regex(r"[-_./\\ ]+")
_SPLIT_ROOT = regex(r"[^a-z0-9]+")
_CI_FILES = (".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "Jenkinsfile", "bitbucket-pipelines.yml")
#: What folders of a CI system's scripts are called, wherever they lie.
_CI_NAMES = frozenset(
    ("jenkins", ".jenkins", "prow", "buildkite", ".buildkite", "gh_actions", "github-actions", "travis")
)
_CI_FOLDERS = (".github/workflows/", ".circleci/", ".buildkite/", ".gitlab/ci/")


def throw_away(container: Container, context: Context, *, lessons: bool = True) -> str | None:
    """Return words for why the container is made to be thrown away ("its name says `test`"), None where it isn't.

    Data of a course's exercise is thrown away too, but for ``lessons=False``: a mistake in what a course teaches is one.
    """
    if context.settings.throw_away is False:
        return None
    reason = throw_away_file(context, lessons=lessons)
    if reason is not None:
        return reason
    word = next(filter(None, map(_word, _names_of(container))), None)
    if word is not None:
        return f"its name says `{word}`"
    if _removed_on_purpose(container, context):
        return "it is removed again here"
    return says_so(container, context)


def _names_of(container: Container) -> list[str]:
    """Return what is known of the container's names: its own, also in part, and its service's."""
    service = container.command.service_name
    names = [service.text or ""] if service is not None else []
    if container.name is not None:
        names += [piece.text for piece in container.name.pieces if isinstance(piece, Literal)]
    return names


def throw_away_file(context: Context, *, lessons: bool = True) -> str | None:
    """Return words for why everything in the file is made to be thrown away, None where it isn't. ``lessons`` is as for ``throw_away``."""
    if context.settings.throw_away is not None:
        return "the settings say so of this file" if context.settings.throw_away else None
    word = _word(context.path)
    if word is not None:
        return f"the path of this file says `{word}`"
    left = left_behind(context)
    if left is not None:
        return left
    installed = installed_by_a_site(context)
    if installed is not None:
        return installed
    exercise = _EXERCISE.search(context.path) if lessons else None
    if exercise is not None:
        return f"it lies in the exercise `{exercise[1] or exercise[2] or exercise[3]}`"
    if context.path.startswith(_CI_FOLDERS) or context.path.rsplit("/", 1)[-1] in _CI_FILES:
        return "this is a CI file"
    folder = next((part for part in context.path.lower().split("/")[:-1] if part in _CI_NAMES), None)
    if folder is not None:
        return f"it lies in the CI folder `{folder}`"
    return None


def left_behind(context: Context) -> str | None:
    """Return words for why nobody runs the file any more: what a folder of its path is called. None where that isn't so."""
    left = _LEFT.search(context.path) if context.settings.throw_away is not False else None
    return f"it lies in `{left[1]}`, which nobody runs" if left is not None else None


def installed_by_a_site(context: Context) -> str | None:
    """Return words for why nobody of this project runs the file: a site's owner installed what it belongs to. None where that isn't so."""
    installed = _INSTALLED.search(context.path)
    return f"it lies in `{installed[1]}`, among what others wrote" if installed is not None else None


def taught(context: Context) -> str | None:
    """Return the word of the project's folder that says that it teaches, shows or notes something; None where it says nothing of the kind."""
    name = (context.settings.root or "").replace("\\", "/").rstrip("/").rpartition("/")[2]
    return next((word for word in _SPLIT_ROOT.split(name.lower()) if word in _TAUGHT), None)


def taught_below(context: Context) -> str | None:
    """Return the word of a folder in the file's path that says that it teaches ("belajar-docker"); None where none says so.

    A product's folder `examples` holds what its users copy.
    """
    folders = context.path.lower().split("/")[:-1]
    return next(
        (word for folder in folders for word in _SPLIT_ROOT.split(folder) if word in _TAUGHT - _COPIED), None
    )


def _word(text: str) -> str | None:
    for part in _SPLIT.split(text.lower()):
        if part in _WORDS:
            return part
    return None


def _removed_on_purpose(container: Container, context: Context) -> bool:
    """Return whether this world certainly removes the container after its run, and nothing reads its data or makes it again."""
    if container.command.restart is not None and container.command.restart.text not in ("no", ""):
        return False
    timeline = context.timeline
    start = timeline.place_of(container.command)
    removals = context.once("removals of containers", lambda: _removals(timeline))
    names = [container.name.identity()] if container.name is not None else []
    captured = container.command.invocation.captured_as
    identities = [*names, (("unknown", captured),)] if captured is not None else names
    if start < 0:
        return False
    if not any(removals.get(identity, -1) > start for identity in identities) and not _queried(
        container, start, context
    ):
        return False
    if not names:
        return True
    last = context.once("last container of a name", lambda: _last_of_name(timeline))
    return last.get(names[0]) is container


def _removals(timeline: Timeline) -> dict[object, int]:
    """Return the place of the last removal of each name (or captured id) that certainly happens."""
    last_places: dict[object, int] = {}
    for place, happening in enumerate(timeline.happenings):
        if not isinstance(happening, ContainerRemove) or happening.invocation.certainty == "repeated":
            continue
        if happening.invocation.certainty == "certain" or "trap" in happening.invocation.wrappers:
            for value in happening.containers:
                last_places[value.identity()] = place
    return last_places


def _queried(container: Container, start: int, context: Context) -> bool:
    """Return whether a removal of what ``$(docker ps -aq -f name=X)`` finds comes later, and X is a part of the container's name.

    Between quotes several names are one, which no container has.
    """
    queries = context.once("removals through a query", lambda: _queries(context))
    name = container.name.text if queries and container.name is not None else None
    if name is None:
        return False
    names = context.once(
        "names of containers",
        lambda: {named.name.text or "" for named in context.timeline.containers if named.name is not None},
    )
    return any(
        place > start
        and wanted.search(name) is not None
        and not (quoted and sum(wanted.search(named) is not None for named in names) > 1)
        for place, wanted, quoted in queries
    )


def _queries(context: Context) -> list[tuple[int, re.Pattern[str], bool]]:
    """Return the place, the name's pattern and whether it is quoted, of each removal of what a listing finds."""
    queries = []
    listing: OtherCommand | None = None
    for place, happening in enumerate(context.timeline.happenings):
        if isinstance(happening, OtherCommand) and happening.verb == "container ls":
            listing = happening if happening.invocation.output == "captured" else None
        elif isinstance(happening, ContainerRemove) and listing is not None:
            span, inner = happening.span, listing.span
            wanted = _filtered_name(listing)
            sure = happening.invocation.certainty == "certain" or "trap" in happening.invocation.wrappers
            if (
                sure
                and wanted is not None
                and inner.anchor == span.anchor
                and span.start < inner.start
                and inner.end <= span.end
            ):
                text = context.sources.text(span) if context.sources.knows(span) else ""
                queries.append((place, wanted, '"$(' in text))
            listing = None
    return queries


def _filtered_name(command: OtherCommand) -> re.Pattern[str] | None:
    """Return what the listing's filters ask of a name; None where they ask nothing of it, or something else too."""
    pattern = None
    for use in command.uses("filter"):
        key, _, value = (use.value.text or "" if use.value is not None else "").partition("=")
        if key != "name" or _FILTER.fullmatch(value) is None:
            return None
        pattern = regex(value.replace("^/", "^").replace(".", r"\."))
    return pattern


#: A name in a filter, which docker takes for a pattern: here only those that mean themselves, with their anchors.
_FILTER = regex(r"\^?/?[A-Za-z0-9][\w.-]*\$?")


def _last_of_name(timeline: Timeline) -> dict[object, Container]:
    return {
        container.name.identity(): container
        for container in timeline.containers
        if container.name is not None
    }
