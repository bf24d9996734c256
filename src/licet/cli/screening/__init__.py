"""Parts of ``licet screen``."""
