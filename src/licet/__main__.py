"""``python -m licet``: the command, for programs that start it without a path."""

from licet.cli import main

if __name__ == "__main__":
    main()
