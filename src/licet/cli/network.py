"""``licet network``: cases on one party or around one case, across exporters."""

import json
from typing import Annotated, Any

import typer

from licet.cli.acting import As, AsJson, person, recorded


def register(app: typer.Typer) -> None:
    """Add ``licet network``."""
    app.command("network")(network)


def network(
    asked: Annotated[
        str,
        typer.Argument(
            help="Number of a case, or a name, its first words, or a register number."
        ),
    ],
    who: As,
    as_json: AsJson = False,
) -> None:
    """All cases of all exporters on one party, or on the parties of one case, with sums.

    Only for the authority; the read of a case is entered like one in the browser.
    """
    with recorded():
        from pydantic import TypeAdapter

        from licet.web.casework.errors import NotFoundError
        from licet.web.casework.selectors.ownership import network as reads
        from licet.web.casework.selectors.ownership import party_search
        from licet.web.casework.views import NetworkView, PartyHitView

        viewer = person(who)
        found: NetworkView | PartyHitView
        try:
            found = reads.network(viewer=viewer, case=asked)
        except NotFoundError:
            found = party_search.party(viewer=viewer, text=asked)
        told = TypeAdapter(NetworkView | PartyHitView).dump_python(found, mode="json")
    print(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))


def _lines(told: dict[str, Any]) -> list[str]:
    lines = []
    for one in told["cases"]:
        ties = "; ".join(tie["words"] for tie in one["ties"])
        lines.append(
            f"{one['number']}  {one['grade']}  {one['exporter']}, {one['state_words']}: {ties}"
        )
    lines += [f"split?  {one['words']}" for one in told.get("splits", ())]
    lines += [f"flag  {one['words']}" for one in told.get("flags", ())]
    lines += [
        f"{one['source']}:{one['entity']}  {one['name']}, held by "
        f"{', '.join(one['above']) or 'nobody stated'}"
        for one in told.get("bodies", ())
    ]
    return lines or ["No other case."]
