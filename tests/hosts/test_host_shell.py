from persistlint.hosts import shell
from persistlint.text.document import Document


def test_a_whole_file_is_one_fragment() -> None:
    document = Document("a.sh", b"#!/bin/sh\necho x\n", "shell")
    (fragment,) = shell.fragments(document)
    assert (fragment.text, fragment.dialect, fragment.kind) == (document.data, "sh", "script")


def test_a_bom_and_carriage_returns_are_left_out() -> None:
    data = b"\xef\xbb\xbfecho a \\\r\n  b\r\n"
    (fragment,) = shell.fragments(Document("a.bash", data, "shell"))
    assert fragment.text == b"echo a \\\n  b\n"
    assert data[fragment.mapping.start(fragment.text.index(b"b"))] == ord("b")


def test_a_carriage_return_in_a_file_of_plain_line_ends_is_left_to_the_shell() -> None:
    data = b"a=b\ndocker run 'x\r\ny' z\r\n"
    (fragment,) = shell.fragments(Document("a.bash", data, "shell"))
    assert fragment.text == data
