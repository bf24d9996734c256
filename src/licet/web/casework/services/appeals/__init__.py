"""An appeal from its lodging to its ruling and what that does."""
