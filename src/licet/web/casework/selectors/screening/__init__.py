"""Lists, their differences and questions; hits with their evidence and measures; files screened."""
