"""Pages for everybody, one module per subject."""
