"""A fix is made on a copy of the document and the copy analysed before anybody is offered it.

It holds where the finding is gone, nothing as bad came up, no less is understood, and the commands and images differ only in what the
rule says that its fixes change (``Rule.fix_changes``). This costs an analysis a fix, so it is done where fixes are shown or made, not before.
"""

from __future__ import annotations

from bisect import bisect_left

from persistlint.analysis.document_model import command_models, difference, image_models
from persistlint.rules.cut import Cut
from persistlint.rules.finding import SEVERITIES, at_least
from persistlint.rules.fixes import placed
from persistlint.rules.precedence import masks
from persistlint.rules.registry import rules_for
from persistlint.shell.invocation import SPENT
from persistlint.text.budgets import (
    FEWEST_TRIES,
    MOST_APART,
    MOST_COMMANDS_AGAIN,
    MOST_TRIES_OF_A_GROUP,
    MOST_VAIN_TRIES,
)
from persistlint.text.counting import counted
from persistlint.text.document import Document
from persistlint.text.edits import TakenPlaces, apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.document_model import Model
    from persistlint.analysis.workspace import Workspace
    from persistlint.docker.commands import Command
    from persistlint.rules.finding import Finding, Fix
    from persistlint.rules.registry import RuleSet
    from persistlint.settings.settings import Settings
    from persistlint.text.edits import PlacedEdit
    from persistlint.text.sources import Sources
    from persistlint.text.spans import Anchor, Span

#: Fields that say where a command's data is: what is right for one call may be another's loss.
_STORES = frozenset(("mounts", "volumes"))


Offer = tuple["Finding", "Fix"]


def keep_checked(analysis: Analysis, workspace: Workspace, settings: Settings) -> None:
    """Take from the findings of ``analysis`` every fix that doesn't hold."""
    if analysis.fixes_checked:
        return
    checker = checker_for(analysis, workspace, settings)
    keep_holding(analysis, checker)
    if checker.untried:
        from persistlint.analysis.collect import tell_cut

        # Several fixes may be one, for a finding of each call.
        number = len({id(fix) for _, fix in checker.untried})
        tell_cut(analysis, settings, workspace, Cut("fixes", checker.untried[0][0].span, number))


def checker_for(analysis: Analysis, workspace: Workspace, settings: Settings) -> FixChecker:
    """Return a checker that tries the fixes of ``analysis``."""
    from persistlint.analysis.analyse import analyse

    # What no fix changes was worked out by the analysis that found them.
    memory = analysis.memory.fork() if analysis.memory is not None else None
    return FixChecker(
        analysis, lambda document: analyse(document, workspace, settings, memory), rules_for(settings)
    )


def keep_holding(analysis: Analysis, checker: FixChecker) -> None:
    """Drop the fixes of ``analysis`` that don't hold, using ``checker``."""
    # What one rule offers for different commands is tried together, and taken apart where that fails.
    groups: dict[tuple[str, str, int], list[Offer]] = {}
    offered: dict[tuple[str, Span], int] = {}
    for finding in analysis.findings:
        for fix in finding.fixes:
            number = offered.get((finding.code, finding.command_span), 0)
            # Most of what one command is told holds together; a command may be told thousands of things.
            offered[finding.code, finding.command_span] = min(number + 1, MOST_APART)
            groups.setdefault((finding.code, finding.severity, number), []).append((finding, fix))
    holding_fixes = {id(fix) for group in groups.values() for _, fix in holding(group, checker)}
    for finding in analysis.findings:
        if finding.fixes:
            finding.fixes = tuple(fix for fix in finding.fixes if id(fix) in holding_fixes)
    analysis.fixes_checked = True


def holding(group: list[Offer], checker: FixChecker) -> list[Offer]:
    """Return those of the fixes that hold when they are made together. What can't be tried any more isn't offered."""
    holding_offers: list[Offer] = []
    left = MOST_TRIES_OF_A_GROUP
    vain = 0
    parts = checker.apart(group)
    while parts and left and vain < checker.most_vain and checker.may_try:
        part = parts.pop()
        left -= 1
        held, again = _holding(part, checker)
        vain = 0 if held else vain + 1
        holding_offers += held
        parts += reversed(again)
    for part in parts:
        checker.untried += part
    return holding_offers


def _holding(group: list[Offer], checker: FixChecker) -> tuple[list[Offer], list[list[Offer]]]:
    """Try the fixes together. Return those that hold, and the parts that must be tried by themselves."""
    trouble = checker.trouble(*group)
    if trouble is None:
        return group, []
    if len(group) == 1:
        return [], []
    if len(trouble.blamed) == len(group):
        if len({finding.command_span for finding, _ in group}) == len(group):
            return [], []
        # Several are for one command, of which one alone may be to blame.
        half = len(group) // 2
        return [], [group[:half], group[half:]]
    first = [offer for offer in group if id(offer[1]) not in trouble.blamed]
    second = [offer for offer in group if id(offer[1]) in trouble.blamed]
    if not second:
        half = len(group) // 2
        first, second = group[:half], group[half:]
    return [], [first, second]


class Trouble:
    """The reason why some fixes don't hold together. ``blamed`` are the identities of the fixes whose own command shows it, where that is seen."""

    __slots__ = ("blamed", "message")

    def __init__(self, message: str, blamed: frozenset[int] = frozenset()) -> None:
        self.message = message
        self.blamed = blamed


class _Calls:
    """The calls of functions for which one rule's fixes were asked; ``any`` where that isn't known of one of them."""

    __slots__ = ("_seen", "any", "via")

    def __init__(self) -> None:
        self.any = False
        self.via: set[tuple[Span, ...]] = set()
        #: Fixes with the same edits share who asks for them.
        self._seen: set[int] = set()

    def add(self, fix: Fix) -> None:
        """Add the calls for which the fix was asked."""
        self.any = self.any or not fix.asked_by
        if id(fix.asked_by) not in self._seen:
            self._seen.add(id(fix.asked_by))
            self.via.update(via for _, via, _ in fix.asked_by)


class FixChecker:
    """Tries fixes of the findings of one analysis; ``again`` analyses another text of its document."""

    __slots__ = (
        "_again",
        "_analysis",
        "_commands",
        "_end",
        "_images",
        "_left",
        "_reads_on",
        "_rules",
        "most_vain",
        "untried",
    )

    def __init__(self, analysis: Analysis, again: Callable[[Document], Analysis], rules: RuleSet) -> None:
        self._analysis = analysis
        self._again = again
        self._rules = rules
        self._commands: list[Model] | None = None
        self._images: list[Model] = []
        #: What wasn't tried, as there was no work left for it.
        self.untried: list[Offer] = []
        self._left = max(MOST_COMMANDS_AGAIN // max(_size(analysis), 1), FEWEST_TRIES)
        #: The byte of the document where a budget ended its analysis; None where none did.
        self._end = end = _end_of(analysis)
        #: Whether commands behind it were read, and only not replayed.
        self._reads_on = end is not None and any(
            _byte_of(command.span, command.invocation.via, analysis) > end for command, _ in analysis.commands
        )
        if any(gap.reason == SPENT for timeline in analysis.timelines for gap in timeline.gaps):
            self._left = FEWEST_TRIES
        #: Tries that one group may take in vain: at most a quarter of all.
        self.most_vain = min(MOST_VAIN_TRIES, max(self._left // 4, FEWEST_TRIES))

    @property
    def may_try(self) -> bool:
        """Return whether the work that trying fixes of one document may cost isn't done yet."""
        return self._left > 0

    def problem(self, *offers: Offer) -> str | None:
        """Return why these fixes, made together, don't do what they say, None where they do."""
        trouble = self.trouble(*offers)
        return trouble.message if trouble is not None else None

    def trouble(self, *offers: Offer) -> Trouble | None:
        """Return why these fixes don't hold together, with the fixes that are to blame. None where they hold."""
        rules = self._rules
        rules.failures.clear()
        after = self.tried(*offers)
        failed = {failure.rule.code for failure in rules.failures}
        rules.failures.clear()
        if after is None:
            return Trouble("its edits can't be made")
        if self._end is not None:
            self._forget_what_is_behind(self._end, after)
        if any(finding.code in failed for finding, _ in offers):
            return Trouble("the rule breaks down on the changed text")
        if len(after.not_understood) > len(self._analysis.not_understood):
            return Trouble("less is understood than before")
        said = self._said_of(after, offers)
        if said is not None:
            return said
        message = self._differs(after, offers)
        return Trouble(message) if message is not None else None

    def _forget_what_is_behind(self, end: int, after: Analysis) -> None:
        """Drop from ``after`` what stands behind the place at which a budget ended the analysis: the changed text may have been read farther."""
        end += len(after.document.data) - len(self._analysis.document.data)
        after.findings = [
            finding for finding in after.findings if _byte_of(finding.span, finding.via, after) < end
        ]
        if not self._reads_on:
            after.commands = [
                (command, when)
                for command, when in after.commands
                if _byte_of(command.span, command.invocation.via, after) < end
            ]

    def _said_of(self, after: Analysis, offers: tuple[Offer, ...]) -> Trouble | None:
        """Return what the changed text is still told, or told anew, that is as bad as the findings of the fixes; None where that is nothing."""
        before = self._analysis
        messages: list[str] = []
        blamed: set[int] = set()
        # A removal that takes less is still a removal: what is left may be said more quietly.
        worst = min((finding.severity for finding, _ in offers), key=SEVERITIES.index)
        said, left = _said(before, worst), _said(after, worst)
        numbers = counted(_key(finding) for finding, _ in offers)
        still = {
            key for key, number in numbers.items() if key in left and left[key] > said.get(key, 0) - number
        }
        if still:
            messages.append("the finding is still there")
            blamed.update(
                id(fix) for finding, fix in offers if (key := _key(finding)) in still and numbers[key] == 1
            )
        of_commands: dict[Span, list[int]] | None = None
        calls: dict[str, _Calls] = {}
        for finding, fix in offers:
            calls.setdefault(finding.code, _Calls()).add(fix)
        for finding in after.findings:
            key = _key(finding)
            if left.get(key, 0) <= said.get(key, 0) or any(
                masks(code, finding.code, self._rules) and self._of_one_call(asked, finding)
                for code, asked in calls.items()
            ):
                continue
            messages.append(f"it brings up {finding.code}: {finding.message}")
            if of_commands is None:
                of_commands = self._fixes_of_commands(after, offers)
            if key not in said:
                blamed.update(of_commands.get(finding.command_span, ()))
        return Trouble(messages[0], frozenset(blamed)) if messages else None

    def _fixes_of_commands(self, after: Analysis, offers: tuple[Offer, ...]) -> dict[Span, list[int]]:
        """Return the identities of the fixes of each command of the changed text; none where it has more or fewer commands."""
        commands = self._analysis.commands
        if len(commands) != len(after.commands):
            return {}
        fixes: dict[Span, list[int]] = {}
        for finding, fix in offers:
            fixes.setdefault(finding.command_span, []).append(id(fix))
        return {
            changed.span: fixes[command.span]
            for (command, _), (changed, _) in zip(commands, after.commands, strict=True)
            if command.span in fixes
        }

    def _differs(self, after: Analysis, offers: tuple[Offer, ...]) -> str | None:
        """Return what the changed text does that it may not do; None where that is nothing."""
        before = self._analysis
        allowed: set[str] = set()
        for _, fix in offers:
            if fix.changes is None:
                return None
            allowed.update(fix.changes)
        if self._commands is None:
            self._commands, self._images = command_models(before), image_models(before)
        images = self._changed(self._images, image_models(after), allowed)
        if images is not None:
            return images
        if "commands" in allowed:
            return self._lost(self._commands, command_models(after), offers)
        now = command_models(after)
        return self._changed(self._commands, now, allowed) or self._elsewhere(self._commands, now, offers)

    def _of_one_call(self, calls: _Calls, finding: Finding) -> bool:
        """Return whether ``finding``, of the changed text, may be about one of the calls for which fixes were asked."""
        if not finding.via or calls.any or finding.via in calls.via:
            return True
        # A call that was changed itself has another anchor than before.
        return not all(map(self._analysis.sources.knows, finding.via))

    def apart(self, group: list[Offer]) -> list[list[Offer]]:
        """Return the fixes in parts, the largest that can be made together first. Fixes with the same edits stay together: they are one."""
        parts: list[list[Offer]] = []
        numbers: dict[tuple[object, ...], int] = {}
        taken: list[TakenPlaces] = []
        for offer in group:
            edits = placed(offer[1], self._analysis.sources)
            if not edits:
                continue
            key = _written(edits)
            number = numbers.get(key)
            if number is None:
                number = next((at for at, places in enumerate(taken) if places.take(edits)), None)
                if number is None:
                    places = TakenPlaces()
                    if len(parts) == MOST_TRIES_OF_A_GROUP:
                        self.untried.append(offer)
                        continue
                    if not places.take(edits):
                        continue
                    number = len(parts)
                    taken.append(places)
                    parts.append([])
                numbers[key] = number
            parts[number].append(offer)
        return parts[::-1]

    def tried(self, *offers: Offer) -> Analysis | None:
        """Return the analysis of the document with these fixes made, None where they can't be made."""
        self._left -= 1
        before = self._analysis
        document = before.document
        edits = []
        made: set[tuple[object, ...]] = set()
        for _, fix in offers:
            own_edits = placed(fix, before.sources)
            if not own_edits or any(edit.path != document.path for edit in own_edits):
                return None
            if (key := _written(own_edits)) not in made:
                made.add(key)
                edits += own_edits
        try:
            data = apply_edits(document.data, edits)
        except ValueError:
            return None
        return self._again(Document(document.path, data, document.language))

    @staticmethod
    def _changed(before: list[Model], after: list[Model], allowed: set[str]) -> str | None:
        """Return which forbidden differences there are between the commands before and after, None without one."""
        if len(before) != len(after):
            return f"there are {len(after)} commands for {len(before)}"
        for model, other in zip(before, after, strict=True):
            if model != other and not (names := difference(model, other)) <= allowed:
                return f"it changes {', '.join(sorted(names - allowed))}"
        return None

    def _elsewhere(self, before: list[Model], after: list[Model], offers: tuple[Offer, ...]) -> str | None:
        """Return which other command changes although docker accepted it and no edit is in it, None without one. It shares a variable."""
        command_spans = {finding.command_span for finding, _ in offers}
        asks = {id(fix.asked_by): fix.asked_by for _, fix in offers}
        asked = {evaluation for evaluations in asks.values() for evaluation in evaluations}
        places: Places | None = None
        for (command, _), model, other in zip(self._analysis.commands, before, after, strict=True):
            if model == other or command.syntax_problems or not (fields := difference(model, other)):
                continue
            if command.span in command_spans:
                # Each call of a function, and each round of a loop, is a command of its own.
                invocation = command.invocation
                evaluation = (command.span, invocation.via, invocation.occurrence)
                if asked and evaluation not in asked and not fields.isdisjoint(_STORES):
                    return f"it changes another call of `{model['verb']}`"
                continue
            if places is None:
                places = Places(self._analysis.sources, offers)
            if getattr(command, "service_name", None) is not None:
                # What is written in a service may be another's too: by a merge key, an alias or `extends`.
                return "it changes another service"
            if not places.written_in(command.span) and not places.found_in_text_of(command):
                return f"it changes another command, `{model['verb']}`"
        return None

    def _lost(self, before: list[Model], after: list[Model], offers: tuple[Offer, ...]) -> str | None:
        """Return which command is missing afterwards, besides the findings' own and those inside them. None without one."""
        places = Places(self._analysis.sources, offers)
        left = counted(map(repr, after))
        counts: dict[str, int] = {}
        gone: list[tuple[str, object]] = []
        for (command, _), model in zip(self._analysis.commands, before, strict=True):
            shown = repr(model)
            if places.owns(command.span) or places.found_in_text_of(command):
                counts[shown] = counts.get(shown, 0) + 1
            if left.get(shown):
                left[shown] -= 1
            else:
                gone.append((shown, model["verb"]))
        for shown, verb in gone:
            # Several commands are equal. Any of them may be the deleted one.
            if not counts.get(shown):
                return f"it changes another command, `{verb}`"
            counts[shown] -= 1
        return None


def _end_of(analysis: Analysis) -> int | None:
    """Return the byte of the document where a budget ended the analysis, the last one of several worlds. None where none did."""
    spans = [gap.span for timeline in analysis.timelines for gap in timeline.gaps if gap.reason == SPENT]
    places = [analysis.sources.place(span) for span in spans if analysis.sources.knows(span)]
    own = [place.start for place in places if place.path == analysis.document.path]
    return max(own) if own and len(own) == len(spans) else None


def _byte_of(span: Span, via: tuple[Span, ...], analysis: Analysis) -> int:
    """Return the byte of the document at which something is carried out: that of the outermost call that leads to it. -1 in another document."""
    called = via[0] if via else span
    if not analysis.sources.knows(called):
        return -1
    place = analysis.sources.place(called)
    return place.start if place.path == analysis.document.path else -1


def _size(analysis: Analysis) -> int:
    """Return how much an analysis reads: commands, instructions of Dockerfiles, comments that speak to persistlint."""
    instructions = sum(len(image.instructions) for image in analysis.images)
    return len(analysis.commands) + instructions + analysis.document.data.count(b"persistlint:")


class Places:
    """The places of some findings, and of what their fixes write, to be asked for many commands."""

    __slots__ = ("_commands", "_found", "_sources", "_written")

    def __init__(self, sources: Sources, offers: tuple[Offer, ...]) -> None:
        self._sources = sources
        self._commands = _by_anchor(finding.command_span for finding, _ in offers)
        self._written = _by_anchor(edit.span for _, fix in offers for edit in fix.edits)
        self._found: dict[str, list[tuple[int, int]]] = {}
        for finding, _ in offers:
            place = sources.place(finding.span)
            self._found.setdefault(place.path, []).append((place.start, place.end))
        for stretches in self._found.values():
            stretches.sort()

    def written_in(self, command: Span) -> bool:
        """Return whether something is written inside the command."""
        return any(command.holds(span) for span in self._written.get(command.anchor, ()))

    def owns(self, command: Span) -> bool:
        """Return whether the command stands in one that a finding is about."""
        return any(span.holds(command) for span in self._commands.get(command.anchor, ()))

    def found_in_text_of(self, command: Command) -> bool:
        """Return whether something is found in a here-document of the command."""
        for redirect in command.invocation.redirects:
            body = redirect.target_span
            if body is None or not self._sources.knows(body):
                continue
            whole = self._sources.place(body)
            stretches = self._found.get(whole.path, ())
            at = bisect_left(stretches, (whole.start, 0))
            while at < len(stretches) and stretches[at][0] <= whole.end:
                if stretches[at][1] <= whole.end:
                    return True
                at += 1
        return False


def _written(edits: list[PlacedEdit]) -> tuple[object, ...]:
    return tuple((edit.path, edit.start, edit.end, edit.text) for edit in edits)


def _by_anchor(spans: Iterable[Span]) -> dict[Anchor, list[Span]]:
    by_anchor: dict[Anchor, list[Span]] = {}
    for span in spans:
        by_anchor.setdefault(span.anchor, []).append(span)
    return by_anchor


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.identity


def _said(analysis: Analysis, floor: str) -> dict[tuple[str, str], int]:
    return counted(_key(finding) for finding in analysis.findings if at_least(finding.severity, floor))
