"""JSON-RPC over a pair of byte streams. Knows nothing of documents or docker."""
