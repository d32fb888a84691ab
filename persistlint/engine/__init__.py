"""A running engine, read and never changed: what its images declare, which volumes there are, what its containers wrote.

This is the only package that uses the docker SDK, and it does so only when somebody asks (``--engine``, ``persistlint audit``).
"""
