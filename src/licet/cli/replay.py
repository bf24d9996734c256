"""``licet replay``: every determination of a case run again from its record."""

import json
import sys
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay)


def replay(
    case: Annotated[str, typer.Argument(help="Number of the case.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Run every determination of a case again; 1 when a hash differs, with the reason."""
    from licet.cli.shell import set_up

    set_up()
    from licet.web.casework.services.findings.replay import replay_number

    answers = replay_number(case)
    same = bool(answers) and all(one.same for one in answers)
    if as_json:
        found = [one.to_json() for one in answers]
        print(json.dumps({"case": case, "same": same, "determinations": found}))
    else:
        for one in answers:
            mark = "same" if one.same else "DIFFERS"
            print(
                f"{one.on} item {one.item + 1} {one.regime}: {one.outcome}, {mark} {one.again}"
            )
            for words in one.why:
                print(f"  {words}")
        print(f"{len(answers)} determinations of {case}", file=sys.stderr)
    if not same:
        raise typer.Exit(1)
