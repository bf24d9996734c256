"""What a reviewer does in an appeal: the hearing, an interim measure, the decision."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, Code, from_file, proven, recorded, written
from licet.cli.appealing.options import Appeal, Reasons, Version, print_appeal

Day = Annotated[
    datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="Day of the hearing.")
]


def set_hearing(  # noqa: PLR0913  # one parameter for each option
    appeal: Appeal,
    who: As,
    on: Day,
    place: Annotated[str, typer.Option(help="Where.")],
    *,
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Set the day and place of a hearing; the appellant is told."""
    with recorded():
        from licet.web.casework.services.appeals import appeal_hearing

        by = proven(who, code, "set_hearing")
        done = appeal_hearing.set_hearing(
            by=by, appeal=appeal, on=on.date(), place=place, version=version
        )
        print_appeal(done, f"a hearing is set for {done.hearing_on}", as_json=as_json)


def record_hearing(  # noqa: PLR0913  # one parameter for each option
    appeal: Appeal,
    who: As,
    on: Day,
    record: Annotated[
        str, typer.Option(help="What was said; - reads it from the input.")
    ],
    *,
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Enter what was said at a hearing."""
    words = written(record)
    with recorded():
        from licet.web.casework.services.appeals import appeal_hearing

        by = proven(who, code, "record_hearing")
        done = appeal_hearing.record_hearing(
            by=by, appeal=appeal, on=on.date(), record=words, version=version
        )
        print_appeal(done, "the hearing is on record", as_json=as_json)


def interim(  # noqa: PLR0913  # one parameter for each option
    appeal: Appeal,
    who: As,
    *,
    granted: Annotated[
        bool,
        typer.Option("--grant/--reject", help="Whether the act rests meanwhile."),
    ],
    reasons: Reasons,
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Decide whether the act that is appealed has no effect meanwhile."""
    why = written(reasons)
    measure = "granted" if granted else "rejected"
    with recorded():
        from licet.web.casework.services.appeals import appeal_hearing

        by = proven(who, code, "decide_interim")
        done = appeal_hearing.decide_interim(
            by=by, appeal=appeal, measure=measure, reasons=why, version=version
        )
        print_appeal(done, f"the interim measure is {measure}", as_json=as_json)


def decide(
    appeal: Appeal,
    source: Annotated[
        Path,
        typer.Argument(
            help="A JSON file: outcome, findings, reasons, remedy, words, terms."
        ),
    ],
    who: As,
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Decide an appeal; what it changes changes with it. It cannot be undone."""
    with recorded():
        from licet.web.casework.services.appeals import appeal_ruling

        ruling = from_file(appeal_ruling.Ruling, source)
        by = proven(who, code, "decide_appeal")
        done = appeal_ruling.decide_appeal(
            by=by, appeal=appeal, ruling=ruling, version=version
        )
        print_appeal(done, "decided", as_json=as_json)
