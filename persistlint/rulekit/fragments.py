"""Fragments: whether a document shows a command for one of its options, or for something else than what it keeps.

Such a line isn't a recipe: whoever copies it into one adds the rest. Scripts hold no fragments.
"""

from __future__ import annotations

from persistlint.durability.serving import told_to_keep
from persistlint.rulekit.surroundings import headings_of
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.docker.mounts import Mount
    from persistlint.durability.model import Container
    from persistlint.rules.rule import Context

#: What a page or a section is about that isn't about data, by its heading.
_ELSEWHERE = regex(
    r"(?i)\bnetwork\w*|\bredes?\b|\bréseaux?\b|\bnetzwerk\w*|\brete\b|сет[ьи]|网络|網路|ネットワーク|네트워크|\bports?\b|\bpuertos?\b|\bportas?\b|端口|ポート"
    r"|\blogs?\b|\blogging\b|\bjournaux\b|日志|日誌|ログ|\benvironment variables?\b|\benv(?:ironment)?\b|\bvariables?\b|variáveis|环境变量|環境変数|переменн"
    r"|\b(?:resource|memory|cpu)s?\b|\blimits?\b|\bmémoire\b|\brecursos\b|\bressources\b|资源|内存|リソース|\bsecurity\b|\bsécurité\b|\bseguridad\b|\bsegurança\b|\bhardening\b|安全"
    r"|\bhealth ?-?checks?\b|\blabels?\b|\bnaming\b|\bsecrets?\b|\bpasswords?\b|\btls\b|\bssl\b|\bproxy\b|\bmonitoring\b|\bmetrics\b|\btelemetry\b|\btroubleshoot\w*|\bdebug\w*"
    r"|\blifecycle\b|\bcycle de vie\b|\bciclo de vi(?:da|e)\b|生命周期|\bcommands?\b|\bcomandos?\b|\bcommandes?\b|\bbefehle?\b|命令|\bcheat ?sheet\b|\bsyntax\b|\boptions?\b|\bflags?\b|\bparameters?\b"
    r"|\bconfigur\w+|配置|設定|\bdns\b|\blinks?\b|\bexec\b|\binspect\b"
)
#: That a part of a page is about setting something up, and not about something else.
_SETS_UP = regex(
    r"(?i)\binstall\w*|\binstalación\b|\binstalação\b|\bdeploy\w*|\bdéploi\w*|\bdespliegue\b|\bimplanta\w*|\bproduction\b|\bproducci[oó]n\b|\bprodução\b|\bset(?:ting)? ?up\b|\bself-?host\w*"
    r"|安装|部署|生产|インストール|デプロイ|本番|설치|배포|установк|развёрт|разверт"
)


def shown_in_part(container: Container, context: Context) -> str | None:
    """Return why a document's line isn't there to keep what the container stores, for a message; None where it may be."""
    if context.language != "markdown":
        return None
    command = container.command
    if command.service_name is not None and _shows_a_key(command):
        return "the block shows a part of the service"
    if keeps_something(command):
        return None
    if image_name(command) in context.once_a_document(
        "images with data mounts", lambda: _images_with_data_mounts(context)
    ):
        return "another block of the document mounts its data"
    if command.detach is True and command.command and told_to_keep(container.image, command) is True:
        # Its own options ask the server to keep its data.
        return None
    headings = headings_of(command, context)
    topic = _topic(headings)
    if topic is not None:
        return f"this part is about something else: \u201c{topic}\u201d"
    if _PAGE.search(context.path):
        return "this page is about something else"
    if restarts(command):
        return None if _is_first(command, context) else "the document shows it beside something else"
    if command.detach is not True and command.service_name is None:
        return "the document starts it in the foreground, to be looked at"
    return "nothing in the document says that its data is to stay"


def _is_first(command: ContainerCreate, context: Context) -> bool:
    """Return whether the run is the first of its image in the document, and no service of a block that shows how several work together."""
    from persistlint.docker.commands import ContainerCreate

    if command.service_name is not None:
        return False
    image = image_name(command)
    first = next(
        (
            other
            for other in context.commands
            if isinstance(other, ContainerCreate) and image_name(other) == image
        ),
        command,
    )
    return first.span == command.span


def restarts(command: ContainerCreate) -> bool:
    """Return whether the engine starts the container again: ``--restart`` with anything but `no`, also one that isn't known."""
    return command.restart is not None and command.restart.text not in ("no", "")


def _shows_a_key(command: ContainerCreate) -> bool:
    """Return whether a service has hardly a key beside its image: neither mounts nor variables, and no more than one of the rest."""
    given = (command.restart is not None, bool(command.command), command.name is not None)
    return not command.mounts and not command.env and not command.uses("env-file") and sum(given) <= 1


def image_name(command: ContainerCreate) -> str:
    """Return the name of the run's image without tag and digest, "" where it isn't known."""
    return (command.image.familiar or "") if command.image is not None else ""


def _images_with_data_mounts(context: Context) -> set[str]:
    """Return the images that some run or service of the document mounts data for."""
    from persistlint.docker.commands import ContainerCreate

    runs = [command for command in context.commands if isinstance(command, ContainerCreate)]
    return {image_name(command) for command in runs if any(map(_may_hold_data, command.mounts))} - {""}


def _may_hold_data(mount: Mount) -> bool:
    """Return whether the mount is a volume with a name, or a directory of the host, that the container may write to."""
    return _is_writable_storage(mount) and "." not in _target_of(mount).rpartition("/")[2]


def _is_writable_storage(mount: Mount) -> bool:
    """Return whether the mount is a volume with a name, or a path of the host, that the container may write to."""
    return mount.source is not None and mount.read_only is not True and mount.type in ("volume", "bind")


def _target_of(mount: Mount) -> str:
    """Return the path that the mount is on, "" where there is none."""
    return mount.target.display() if mount.target is not None else ""


#: Names of folders and files that hold such pages.
_PAGE = regex(
    r"(?i)(?:^|[/_.-])(?:data-)?(?:integrations?|data-bridges?|networking|networks?|logging|cheat-?sheets?|troubleshooting|faq)(?:[/_.-]|$)"
)


def _topic(headings: list[str]) -> str | None:
    """Return the heading that names another topic: the innermost, or the page's title."""
    for heading in (*headings[:1], *headings[1:][-1:]):
        if _ELSEWHERE.search(heading) is not None and _SETS_UP.search(heading) is None:
            return heading[:60]
    return None


def keeps_something(command: ContainerCreate) -> bool:
    """Return whether a mount of the run is plainly there to keep data."""
    return any(map(_keeps_data, command.mounts))


def is_made_for_data(mount: Mount) -> bool:
    """Return whether the mount may be made for data: a volume with a name, or a directory of the host that the container may write to."""
    target = _target_of(mount)
    return (
        _is_writable_storage(mount) and _CONFIGURATION.search(target) is None and _FILE.search(target) is None
    )


def _keeps_data(mount: Mount) -> bool:
    """Return whether the mount is plainly made for data.

    A directory beside the file is more often the project's code: only a name of data in its path, or in the container's, says otherwise.
    """
    if not is_made_for_data(mount) or mount.source is None:
        return False
    source = mount.source.display()
    if _OF_THE_HOST.match(source) is not None:
        return False
    beside = _BESIDE.match(source) if mount.type == "bind" else None
    return beside is None or _OF_DATA.search(f"{source[beside.end() :]}:{_target_of(mount)}") is not None


#: Directories of the host's own system, which a program looks into.
_OF_THE_HOST = regex(r"/(?:(?:proc|sys|dev|run|var/run)(?:/.*)?|var/lib/docker/?)?$")
#: The beginning of a path beside the file, or below the directory that somebody works in.
_BESIDE = regex(r"(?:\.{1,2}|⟨PWD⟩)(?:/|$)|(?![/~⟨]|[A-Za-z]:[\\/])")
#: What paths of data are called.
_OF_DATA = regex(
    r"(?i)data|(?<![a-z])db(?![a-z])|storage|uploads?\b|(?<![a-z])store\b|volumes?\b|persist|(?<![a-z])state\b|backups?\b|(?<![a-z])(?:logs?|files?)\b|/var/(?:lib|opt|log)/|_home\b|librar(?:y|ies)\b|media\b"
    r"|datos|dados|donn[eé]es|daten"
)


#: A file that comes along with the text: a plugin, a driver, a page. A database may be one file, too.
_FILE = regex(r"(?i)(?<!\.)\b[\w-]+\.(?!(?:db|db3|sqlite3?|d|data|mdb|kdbx?|rdb)$)[a-z][a-z0-9]{1,9}$")


_CONFIGURATION = regex(
    r"(?i)\.(?:conf|cnf|ini|ya?ml|json|toml|sql|sh|env|xml|properties|pem|crt|key|cfg|config|lic)$|/(?:conf|conf\.d|config|certs?|ssl|etc|auth|provisioning|themes?|initdb\.d|docker-entrypoint-initdb\.d|docker\.sock|localtime)(?:/|$)|\.sock$"
)
