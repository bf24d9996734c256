"""Lists, hits and the words on them; alerts when a list changes; files screened in bulk."""
