"""The analyses of a run's files in their order, whoever makes them: an earlier run, this process, or others beside it.

Where a file's result comes from changes nothing about it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.record import Record
    from persistlint.cli.cache import ResultCache
    from persistlint.cli.inputs import Input
    from persistlint.cli.options import Options
    from persistlint.cli.session import Session
    from persistlint.settings.settings import Settings

    #: A file, its settings and its analysis, None where that broke down.
    Analysed = tuple[Input, Settings, Analysis | None]


class Analyses:
    """What ``session`` reads, analysed.

    ``jobs`` is how many processes may analyse at the same time, None for as many as pay. ``checked`` says whether fixes are looked at: then
    they are checked; otherwise they may be missing.
    """

    __slots__ = ("begin", "cache", "checked", "jobs", "session")

    def __init__(self, session: Session, jobs: int | None = 1, checked: bool = False) -> None:
        self.session = session
        self.jobs = jobs
        self.checked = checked
        #: Results of earlier runs, which are used and added to.
        self.cache: ResultCache | None = None
        #: Called with each file's path when it has its turn.
        self.begin: Callable[[str], None] = _nothing

    def __iter__(self) -> Generator[Analysed]:
        """Each file in its turn; what goes wrong with one is told when it has its turn, too."""
        if self.jobs != 1:
            from persistlint.cli.side_by_side import side_by_side

            yield from side_by_side(self)
            return
        for item, settings in self.session.inputs():
            self.begin(item.path)
            known = self.known(item, settings)
            yield item, settings, known if known is not None else self.here(item, settings)

    def use_cache(self, options: Options) -> None:
        """Use the results of earlier runs, and add to them, unless the options forbid it."""
        if options.cache:
            from persistlint.cli.cache import ResultCache, cache_folder

            self.cache = ResultCache(cache_folder(options.cache_dir))

    def write_cache(self) -> None:
        """Leave what was found to the next run."""
        if self.cache is not None:
            self.cache.write()

    def known(self, item: Input, settings: Settings) -> Analysis | None:
        """What an earlier run found in the file."""
        if self.cache is None or item.file is None or settings.engine:
            return None
        try:
            return self.cache.find(item.absolute, item.document, settings, self.session.workspace(settings))
        except Exception as error:
            self.session.internal(item.path, "the cache", error)
            return None

    def here(self, item: Input, settings: Settings) -> Analysis | None:
        """Analyse the file in this process."""
        session = self.session
        errors = len(session.errors)
        analysis = session.analyse(item.document, settings)
        if analysis is not None and self.cache is not None and item.file is not None and not settings.engine:
            session.keep_checked(analysis, settings)
            if len(session.errors) == errors:
                from persistlint.analysis.record import record_of

                self.keep(item, settings, record_of(analysis))
        return analysis

    def keep(self, item: Input, settings: Settings, record: Record) -> None:
        """Keep what was found in the file for the next run."""
        if self.cache is not None and item.file is not None:
            try:
                self.cache.keep(item.absolute, item.document, settings, record)
            except Exception as error:
                self.session.internal(item.path, "the cache", error)


def _nothing(path: str) -> None:
    pass
