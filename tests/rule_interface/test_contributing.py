"""The rule that CONTRIBUTING.md shows is a whole one: its page is true, and its table can be made."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from persistlint.testing.rule_table import MARK

GUIDE = Path(__file__).resolve().parents[2] / "CONTRIBUTING.md"
HEAD = '"""The guide\'s rule."""\n\nfrom persistlint.rules.rule import RuleEntry\n\n'
CHECK = (
    "import sys; from persistlint.testing import check_page; check_page(sys.argv[1], plugins=['guide-rules'])"
)


def block(pattern: str) -> str:
    """Return the one block of the guide that ``pattern`` fits."""
    (match,) = re.findall(pattern, GUIDE.read_text("utf-8"), re.M | re.S)
    return str(match)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of an installed package that has the guide's rule."""
    folder = tmp_path / "guide_rules"
    metadata = tmp_path / "guide_rules-1.0.dist-info"
    # The built-in rules' codes are taken.
    module = block(r"^```python\n(\"\"\"PSL499.*?)^```$").replace("PSL499", "GUIDE499")
    page = block(r"^````markdown\n(.*?)^````$").replace("PSL499", "GUIDE499")
    for path, text in {
        folder / "__init__.py": f"{HEAD}{MARK} guide_rules`.\n",
        folder / "forced_volume_removal.py": module,
        folder / "forced_volume_removal.md": page,
        metadata / "METADATA": "Metadata-Version: 2.1\nName: guide-rules\nVersion: 1.0\n",
        metadata / "entry_points.txt": "[persistlint.rules]\nguide-rules = guide_rules:RULES\n",
    }.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=package.parent, capture_output=True, text=True, check=False
    )


def test_the_rule_of_the_guide_is_true(package: Path) -> None:
    made = run(package, "-m", "persistlint.testing.rule_table", "guide_rules")
    assert made.returncode == 0, made.stderr
    page = str(package / "forced_volume_removal.md")
    assert run(package, "-c", CHECK, page).stderr == ""
    # The check sees what is there: without the marker the page isn't true.
    text = Path(page).read_text("utf-8")
    Path(page).write_text(text.replace(" # <- GUIDE499", ""), encoding="utf-8")
    assert "unannounced" in run(package, "-c", CHECK, page).stderr
