"""The questions of ``check``, asked of the containers of a running engine: each container's own command line, analysed like any other,
joined to what was measured in it.
"""
