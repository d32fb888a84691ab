"""What one rule says about a text."""

from persistlint.testing.pages import Project


class Said:
    """``lines`` are the lines of the rule's findings, ``severities`` and ``messages`` theirs."""

    def __init__(self, code, text, name="run.sh", **files):
        project = Project({name: text, **{key.replace("__", "."): value for key, value in files.items()}})
        assert project.errors == []
        rows = [(key, severity, message) for key, severity, message in project.said if key[2] == code]
        self.lines = [key[1] for key, _, _ in rows]
        self.severities = [severity for _, severity, _ in rows]
        self.messages = [message for _, _, message in rows]
        self.others = {key[2] for key, _, _ in project.said} - {code}

    def __repr__(self):
        return f"Said({list(zip(self.lines, self.severities, self.messages, strict=True))})"


def block(text, tag="bash"):
    """Return a Markdown document of one block, or of several where ``text`` is a list."""
    parts = [text] if isinstance(text, str) else text
    return "# Guide\n\n" + "\n\nThen:\n\n".join(f"```{tag}\n{part}```" for part in parts) + "\n"
