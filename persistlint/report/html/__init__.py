"""Pages in HTML: one file each, without network. ``dagre.min.js`` is @dagrejs/dagre 3.1.3 from npm, which lays out graphs (MIT, ``dagre.LICENSE``)."""
