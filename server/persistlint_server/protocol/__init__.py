"""Gaps of pygls 2.1 between the client's bytes and the features, closed through its public hooks.

``incoming`` (the reader of ``run_async``): pygls takes no header but ``Content-Length`` as it is written there, and loses the messages behind a wrong length. Its own
reader takes three turns of a pool of threads for each message, which keep the next keystroke waiting while an analysis computes.

``outbox`` (``set_writer``): pygls writes where a message is made, so a client that doesn't read stops the server, and outdated diagnostics are sent all the same.

``messages`` (``protocol_cls``, ``structure_message``, ``handle_message``, ``lsp_*``): pygls answers no request with wrong parameters and none after ``shutdown``, and serves
those before ``initialize``. It keeps a copy of each text whose lines also end at a form feed. A command goes on when it is cancelled (openlawlibrary/pygls#517).

``lenient`` (``converter_factory``): a value of a newer protocol leaves ``initialize`` without an answer (openlawlibrary/pygls#438).

Handlers are coroutines that await what the scheduler's threads make, so that a cancellation reaches them: pygls can't cancel its own threads (openlawlibrary/pygls#517). There
is no public hook for the id of a request with wrong parameters; ``handle_message`` gets whole objects for that, and makes pygls' types of them itself.
"""
