"""The analyses of a run's files in their order, whoever makes them: an earlier run, this process, or others beside it.

Where a file's result comes from changes nothing about it.
"""

from __future__ import annotations

from persistlint.cli.guarded import analyse_guarded, check_fixes_guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.record import Record
    from persistlint.analysis.result_cache import ResultCache
    from persistlint.cli.inputs import Input
    from persistlint.cli.options import Options
    from persistlint.cli.session import Session
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

    #: A file, its settings and its analysis, None where that broke down.
    Analysed = tuple[Input, Settings, Analysis | None]


class Analyser:
    """Analyses what ``session`` reads, and reports what breaks down there.

    ``jobs`` is how many processes may analyse at the same time, None for as many as pay. ``check_fixes`` says whether somebody looks at fixes: then
    they are checked; otherwise they may be missing.
    """

    __slots__ = ("_keys", "_writes_fixes", "begin", "cache", "check_fixes", "jobs", "session")

    def __init__(self, session: Session, jobs: int | None = 1, check_fixes: bool = False) -> None:
        self.session = session
        self.jobs = jobs
        self.check_fixes = check_fixes
        #: Results of earlier runs, which are used and added to.
        self.cache: ResultCache | None = None
        self._writes_fixes = False
        #: The digests of settings, by the settings' identity; with the settings, so that no other ones get it.
        self._keys: dict[int, tuple[Settings, str]] = {}
        #: Called with each file's path when it has its turn.
        self.begin: Callable[[str], None] = _ignore

    def __iter__(self) -> Generator[Analysed]:
        """Yield each file in its turn. What goes wrong with a file is told when it has its turn, too."""
        if self.jobs != 1:
            from persistlint.cli.parallel import analysed_in_parallel

            yield from analysed_in_parallel(self)
            return
        for item, settings in self.session.inputs():
            self.begin(item.path)
            record = self.known(item, settings)
            yield item, settings, record if record is not None else self.analyse_input(item, settings)

    def analyse(self, document: Document, settings: Settings, check_fixes: bool = False) -> Analysis | None:
        """Analyse a text in this process. Return None where that breaks down, which is told as an error of ours."""
        workspace = self.session.workspace(settings)
        analysis, breakdowns = analyse_guarded(document, workspace, settings, check_fixes)
        self.session.report_breakdowns(document.path, breakdowns)
        return analysis

    def keep_checked(self, analysis: Analysis, settings: Settings) -> None:
        """Drop the fixes that don't do what they say. Needed where fixes are shown or made; it costs about an analysis for each."""
        breakdowns = check_fixes_guarded(analysis, self.session.workspace(settings), settings)
        self.session.report_breakdowns(analysis.document.path, breakdowns)

    def use_cache(self, options: Options) -> None:
        """Use the results of earlier runs, and add to them, unless the options forbid it."""
        if options.cache:
            from persistlint.analysis.result_cache import ResultCache, cache_folder
            from persistlint.cli.output import complain
            from persistlint.report.safe_text import safe

            self.cache = ResultCache(cache_folder(options.cache_dir), lambda why: complain(safe(why)))
            self._writes_fixes = options.fix or options.diff

    def write_cache(self) -> None:
        """Write what was found into the cache, for the next run."""
        if self.cache is not None:
            self.cache.write()

    def known(self, item: Input, settings: Settings) -> Analysis | None:
        """Return what an earlier run found in the file, or None.

        A file that is to be fixed is analysed anew: what is written into it has been tried in this run.
        """
        if self.cache is None or item.file is None or settings.engine:
            return None
        workspace = self.session.workspace(settings)
        try:
            record = self.cache.find(settings.root, item.absolute, self._key(item, settings), workspace)
            if record is None:
                return None
            from persistlint.analysis.record import analysis_of, is_record

            analysis = analysis_of(record, item.document, workspace) if is_record(record) else None
        except ValueError:
            # The kept record is damaged, so the file is analysed.
            return None
        except Exception as error:
            self.session.internal(item.path, "the cache", error)
            return None
        if (
            analysis is not None
            and self._writes_fixes
            and any(finding.fixes for finding in analysis.findings)
        ):
            return None
        return analysis

    def _key(self, item: Input, settings: Settings) -> str:
        from persistlint.analysis.result_cache import key_of, settings_digest

        keyed = self._keys.get(id(settings))
        if keyed is None:
            keyed = self._keys[id(settings)] = (settings, settings_digest(settings))
        return key_of(item.document, keyed[1])

    def analyse_input(self, item: Input, settings: Settings) -> Analysis | None:
        """Analyse a file in this process, and keep the result for the next run."""
        to_keep = self.cache is not None and item.file is not None and not settings.engine
        errors = len(self.session.errors)
        analysis = self.analyse(item.document, settings, check_fixes=to_keep)
        if analysis is not None and to_keep and len(self.session.errors) == errors:
            from persistlint.analysis.record import record_of

            self.keep(item, settings, record_of(analysis))
        return analysis

    def keep(self, item: Input, settings: Settings, record: Record) -> None:
        """Keep what was found in the file for the next run."""
        if self.cache is not None and item.file is not None:
            try:
                from persistlint.analysis.analysis import Lookup

                lookups = [Lookup(kind, name, answer) for kind, name, answer in record["lookups"]]
                self.cache.keep(settings.root, item.absolute, self._key(item, settings), lookups, record)
            except Exception as error:
                self.session.internal(item.path, "the cache", error)


def _ignore(path: str) -> None:
    pass
