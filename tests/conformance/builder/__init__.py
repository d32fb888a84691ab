"""Dockerfiles built by a real engine's two builders and read by persistlint, and the images compared."""
