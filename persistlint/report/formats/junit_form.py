"""JUnit's XML, for the test views of CI servers (the form that Jenkins' schema junit-10.xsd describes)."""

from __future__ import annotations

from persistlint.report.formats.xml import attributes, document, escaped
from persistlint.report.results import message_of, told_finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.results import Results


def render(results: Results) -> bytes:
    """Return a suite for each file.

    A finding is a failed test, or a skipped one where it isn't severe enough to fail the run. A clean file is a test that passed.
    """
    suites: dict[str, list[tuple[str, str]]] = {results.where(path): [] for path in results.files}
    for finding, failing in zip(results.findings, results.failing, strict=True):
        path = results.where(finding["path"])
        place = f"{finding['line']}:{finding['column']}"
        name = f"{finding['code']} {finding['rule']} at {place}"
        kind = "failure" if failing else "skipped"
        said = attributes(type=finding["severity"], message=message_of(finding))
        text = escaped(f"{path}:{place}: {told_finding(finding)}")
        suites.setdefault(path, []).append((kind, _case(name, path, f"<{kind}{said}>{text}</{kind}>")))
    for error in results.errors:
        path = results.where(error["path"])
        said = attributes(type="error", message=error["message"])
        suites.setdefault(path, []).append(("error", _case("persistlint", path, f"<error{said}/>")))
    out = []
    for path, cases in suites.items():
        cases = cases or [("", _case("persistlint", path, ""))]
        out.append(f"  <testsuite{attributes(name=path, **_counts([kind for kind, _ in cases]))}>\n")
        out += [case for _, case in cases]
        out.append("  </testsuite>\n")
    kinds = [kind for cases in suites.values() for kind, _ in cases or [("", "")]]
    counts = {key: value for key, value in _counts(kinds).items() if key != "skipped"}
    whole = f"<testsuites{attributes(name='persistlint', **counts)}>\n{''.join(out)}</testsuites>\n"
    return document(whole)


def _case(name: str, path: str, inside: str) -> str:
    start = f"    <testcase{attributes(name=name, classname=path)}"
    return f"{start}>{inside}</testcase>\n" if inside else f"{start}/>\n"


def _counts(kinds: list[str]) -> dict[str, int]:
    return {
        "tests": len(kinds),
        "failures": kinds.count("failure"),
        "errors": kinds.count("error"),
        "skipped": kinds.count("skipped"),
    }
