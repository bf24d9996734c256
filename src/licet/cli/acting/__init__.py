"""How a person reads and acts at the command line: who it is, what proves it, and the answer."""

from licet.cli.acting.answer import all_in_json, in_json, plain
from licet.cli.acting.from_file import from_file
from licet.cli.acting.who import (
    NOT_ALLOWED,
    As,
    AsJson,
    Case,
    Code,
    person,
    proven,
    recorded,
)
from licet.cli.acting.words import written
from licet.cli.acting.writing import require_new, write_new

__all__ = [
    "NOT_ALLOWED",
    "As",
    "AsJson",
    "Case",
    "Code",
    "all_in_json",
    "from_file",
    "in_json",
    "person",
    "plain",
    "proven",
    "recorded",
    "require_new",
    "write_new",
    "written",
]
