"""Work after commit: done at least once, so every job looks first whether it is done."""
