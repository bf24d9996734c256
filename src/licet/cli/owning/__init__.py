"""What officers add to the ownership of a case: statements, verdicts, namesakes."""

from licet.cli.owning.stating import state, withdraw
from licet.cli.owning.verdicts import judge, same

__all__ = ["judge", "same", "state", "withdraw"]
