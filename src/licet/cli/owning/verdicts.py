"""``licet ownership judge`` and ``same``: an officer's word on a finding, and on two of one name."""

from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, Case, Code, in_json, proven, recorded
from licet.cli.owning.stating import Version

Reasons = Annotated[str, typer.Option(help="Why; it stays with the case.")]


def judge(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    finding: Annotated[int, typer.Argument(help="Number in licet ownership case.")],
    verdict: Annotated[str, typer.Argument(help="owned, not_owned or need_more.")],
    who: As,
    reasons: Reasons,
    *,
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Say whether listed parties own the party; owned becomes facts that the law reads."""
    with recorded():
        from licet.web.casework.services.ownership import owners

        by = proven(who, code, "judge_ownership")
        done = owners.judge_ownership(
            by=by,
            case=number,
            finding=finding,
            verdict=verdict,
            reasons=reasons,
            version=version,
        )
        words = f"{number}: finding {finding} is {verdict}."
        print(in_json(done) if as_json else words)


def same(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    party: Annotated[str, typer.Argument(help="The name in the case.")],
    entity: Annotated[str, typer.Argument(help="SOURCE:ID in a register.")],
    who: As,
    *,
    is_same: Annotated[
        bool, typer.Option("--same/--another", help="One and the same, or two.")
    ],
    reasons: Reasons,
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Say whether somebody in a case and an entity of a register with that name are the same."""
    with recorded():
        from licet.web.casework.services.ownership import owners

        by = proven(who, code, "judge_ownership")
        said = owners.Namesake(
            party=party, entity=entity, same=is_same, reasons=reasons
        )
        done = owners.judge_namesake(by=by, case=number, namesake=said, version=version)
        words = (
            f"{number}: {party} and {entity} are {'the same' if is_same else 'two'}."
        )
        print(in_json(done) if as_json else words)
