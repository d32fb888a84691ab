"""The table from programs to the modules that know them. A module is imported when a command needs it: most texts start a shell, or nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.files import Handler

_ARCHIVES = "tar bsdtar zip unzip gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd pigz lzma"
_DOWNLOADS = "curl wget git"
#: Tools whose run writes or reads a database over its own protocol.
_DUMPS = """
    pg_dump pg_dumpall pg_basebackup mysqldump mariadb-dump mariadb-backup mysqlpump mongodump mongoexport redis-cli
"""
_DATABASES = "sqlite3 psql"
_PACKAGES = """
    apt apt-get aptitude apk dnf yum microdnf tdnf zypper emerge brew conda mamba micromamba pacman dpkg rpm pip pip3 uv python python3
    npm pnpm yarn gem cargo luarocks
"""

DUMP_TOOLS = frozenset(_DUMPS.split())

MODULES = {
    **dict.fromkeys(_ARCHIVES.split(), "archives"),
    **dict.fromkeys(_DOWNLOADS.split(), "downloads"),
    **dict.fromkeys((_DUMPS + _DATABASES).split(), "dumps"),
    **dict.fromkeys(_PACKAGES.split(), "packages"),
}


def handler(program: str) -> Handler | None:
    """Return the function that notes the accesses of ``program``, None for an unknown program."""
    module = MODULES.get(program)
    if module == "archives":
        from persistlint.durability.accesses import archives

        return archives.HANDLERS.get(program)
    if module == "downloads":
        from persistlint.durability.accesses import downloads

        return downloads.HANDLERS.get(program)
    if module == "dumps":
        from persistlint.durability.accesses import dumps

        return dumps.HANDLERS.get(program)
    if module == "packages":
        from persistlint.durability.accesses import packages

        return packages.HANDLERS.get(program)
    from persistlint.durability.accesses import files

    return files.HANDLERS.get(program)
