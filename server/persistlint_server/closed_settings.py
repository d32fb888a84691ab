"""Settings files that aren't open in the editor: what is wrong in them is shown all the same."""

from __future__ import annotations

from persistlint.text.uris import to_uri
from persistlint_server.scheduler import Lane

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lsprotocol import types

    from persistlint_server.server import PersistlintServer


class ClosedSettings:
    """Pushes what is wrong in settings files that aren't open, and clears it when it is mended or the file is gone.

    A client that pulls the workspace's diagnostics gets it there (``workspace_scan``).
    """

    def __init__(self, server: PersistlintServer) -> None:
        self.server = server
        self.lane = Lane(server.scheduler, self._work, behind=True)
        self._told: dict[str, list[types.Diagnostic]] = {}

    def look_again(self, path: str = "") -> None:
        """Forget what the client shows at ``path``: settings were read anew, or a document was opened or closed."""
        self._told.pop(path, None)
        self.server.scheduler.wake(self.lane)

    def _work(self, lane: Lane) -> None:
        server = self.server
        resets = server.projects.resets
        for document in list(server.documents.values()):
            lane.checkpoint()
            server.projects.of(document)
        for folder in list(server.projects.folders):
            lane.checkpoint()
            server.projects.of_folder(folder)
        wrong = {} if server.pulls_workspace else self._wrong()
        if server.projects.resets != resets:
            # The problems were reset meanwhile. The reset wakes this work again.
            return
        published, self._told = self._told, wrong
        for path, diagnostics in list(wrong.items()):
            if published.get(path) != diagnostics:
                server.publish(to_uri(path), None, diagnostics)
        for path in published.keys() - wrong.keys():
            # Where the document was opened, its own diagnostics have replaced these, unless they are pulled.
            if server.client.pulls or server.open_texts.open_document(path) is None:
                server.publish(to_uri(path), None, [])
        # A document that was opened meanwhile publishes its own diagnostics.
        opened = [server.open_texts.open_document(path) for path in (*wrong, *published)]
        server.renew([document for document in opened if document is not None])

    def _wrong(self) -> dict[str, list[types.Diagnostic]]:
        if not self.server.projects.wrong_files():
            return {}
        # Loaded when the first file is wrong.
        from persistlint_server.features.settings_files import wrong_settings

        return wrong_settings(self.server)
