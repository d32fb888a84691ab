from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.text.uris import is_windows, to_path, to_uri


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/home/ann/run.sh", "file:///home/ann/run.sh"),
        ("/srv/my data/#1 100%.sh", "file:///srv/my%20data/%231%20100%25.sh"),
        ("/tmp/naïve/😀.sh", "file:///tmp/na%C3%AFve/%F0%9F%98%80.sh"),
        ("/a\\b", "file:///a%5Cb"),
        ("c:\\Users\\Ann\\run.sh", "file:///c%3A/Users/Ann/run.sh"),
        ("\\\\nas\\share\\run.sh", "file://nas/share/run.sh"),
    ],
)
def test_both_ways(path: str, uri: str) -> None:
    assert to_uri(path) == uri
    assert to_path(uri) == path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///C:/x.sh", "C:\\x.sh"),
        ("file:///c%3a/x.sh", "c:\\x.sh"),
        ("file://localhost/x.sh", "/x.sh"),
        ("FILE:/x.sh", "/x.sh"),
        ("file:///x%zz", "/x%zz"),
        ("untitled:Untitled-1", None),
        ("plain", None),
    ],
)
def test_what_clients_write(uri: str, path: str | None) -> None:
    assert to_path(uri) == path


def test_a_relative_path_has_no_uri() -> None:
    with pytest.raises(ValueError, match="absolute"):
        to_uri("run.sh")


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_posix_round_trip(name: str) -> None:
    path = "/d/" + name
    assert not is_windows(path)
    assert to_path(to_uri(path)) == path
