"""The acts of ``licet appeals``: an independent reviewer, the hearing, the measure, the decision."""

import typer

from licet.cli.appealing import before, deciding


def register(appeals: typer.Typer) -> None:
    """Add what the appeal body and the authority do to ``licet appeals``."""
    appeals.command("assign")(before.assign)
    appeals.command("advocate")(before.advocate)
    appeals.command("answer")(before.answer)
    appeals.command("document")(before.document)
    appeals.command("file")(before.file)
    appeals.command("set-hearing")(deciding.set_hearing)
    appeals.command("record-hearing")(deciding.record_hearing)
    appeals.command("interim")(deciding.interim)
    appeals.command("decide")(deciding.decide)


__all__ = ["register"]
