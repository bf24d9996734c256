"""``licet countries``: country indicators and incidents in, what is held, and a profile."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from licet.cli.lists import into_the_record, state_dir
from licet.kernel import InputError, parse_day, require_territory

NOT_ENTERED = "The country data are held, but not in the record; run the same sync again when it answers"

countries_app = typer.Typer(
    help="Country indicators and incidents: versions, and what is known of a destination."
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    """Add ``licet countries``."""
    app.add_typer(countries_app, name="countries", no_args_is_help=True)


@countries_app.command("sync")
def sync_countries(
    source: Annotated[
        str, typer.Option("--from", help="A folder or a file of country data.")
    ],
    published: Annotated[
        list[str] | None,
        typer.Option(
            help="SOURCE=DAY: when a version was published whose file does not say."
        ),
    ] = None,
    accept_loss: Annotated[
        list[str] | None, typer.Option(help="A source whose loss of values is right.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take new versions of country data; versions are added, never replaced."""
    from licet.risk.destination import sync

    place = Path(source)
    if not place.exists():
        raise InputError(f"{place}: no such file or folder. Give one that is there.")
    outcomes = sync(
        place,
        state_dir(),
        at=datetime.now(UTC),
        published=_days(published or ()),
        accept_loss=accept_loss or (),
    )
    told = [one.to_json() for one in outcomes]
    _enter(told)
    _report(told, as_json=as_json)


def _enter(told: list[dict[str, Any]]) -> None:
    def write() -> None:
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.services.screening.countries import enter_countries

        enter_countries(by=SYSTEM, outcomes=told)

    into_the_record(write, NOT_ENTERED)


def _days(given: Sequence[str]) -> Mapping[str, date]:
    pairs = [one.partition("=") for one in given]
    if any(not day for _, _, day in pairs):
        raise InputError(
            "--published takes SOURCE=DAY, for example worldbank_wgi=2026-03-02."
        )
    return {name: parse_day(day) for name, _, day in pairs}


def _report(outcomes: Sequence[dict[str, Any]], *, as_json: bool) -> NoReturn:
    """Print what was done; 2 when a file was bad, 1 when a loss waits for confirmation."""
    refused = [one for one in outcomes if one["result"] == "refused"]
    if as_json:
        print(json.dumps({"ok": not refused, "sources": outcomes}, ensure_ascii=False))
    else:
        for one in outcomes:
            print(
                "{source}: {result}, {values} values of {countries} countries {version}".format_map(
                    one
                )
            )
            _say_left_out(one)
    for one in refused:
        print(f"licet: {one['error']}", file=sys.stderr)
    if any(one["code"] != "countries_shrunk" for one in refused):
        raise typer.Exit(2)
    raise typer.Exit(1 if refused else 0)


def _say_left_out(one: Mapping[str, Any]) -> None:
    if one["dropped"]:
        places = ", ".join(f"{name} {count}" for name, count in one["dropped"].items())
        print(f"  left out, no country code here (rows): {places}")
    if one["empty"]:
        print(f"  left out, no value: {one['empty']} rows")
    if one["unsound"]:
        print(
            f"  intervals that do not hold their own value, left out: {one['unsound']}"
        )


@countries_app.command("status")
def countries_status(as_json: AsJson = False) -> None:
    """What is held: version, days, values, licence of every source."""
    from licet.risk.destination import statuses

    held = statuses(state_dir())
    if as_json:
        print(json.dumps({"sources": held}, ensure_ascii=False))
        return
    for one in held:
        day = one["published"] or "on a day not stated"
        print(
            f"{one['source']}: {one['values']} values, {one['incidents']} incidents of "
            f"{one['countries']} countries, published {day}, fetched {one['retrieved']}, "
            f"version {one['version']} ({one['versions']} held); {one['attribution']}"
        )
    if not held:
        print("No country data are held. Run `licet countries sync --from FOLDER`.")


@countries_app.command("show")
def show_country(
    country: Annotated[str, typer.Argument(help="ISO 3166-1 code, for example BR.")],
    on: Annotated[
        str, typer.Option(help="The day, YYYY-MM-DD; today without it.")
    ] = "",
    law: Annotated[
        list[str] | None,
        typer.Option(help="A law package to ask; every shipped one without it."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What was known of a destination on a day."""
    from licet.regimes import list_regimes, load_regime
    from licet.risk.destination import held_of, profile

    code = require_territory(country.upper())
    today = datetime.now(UTC).date()
    day = parse_day(on) if on else today
    if day > today:
        raise InputError(f"{day} is still to come. Give today or an earlier day.")
    names = law or [header.id for header in list_regimes()]
    found = profile(
        code,
        day,
        held=held_of(state_dir(), code),
        regimes=[load_regime(name) for name in names],
    )
    if as_json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
        return
    _print_profile(found.to_json(most=1))


def _print_profile(found: Mapping[str, Any]) -> None:
    print(f"{found['name']} ({found['country']}) as known on {found['on']}")
    for one in found["indicators"]:
        newest = one["newest"]
        if newest:
            reach = f", {newest['low']} to {newest['high']}" if newest["low"] else ""
            print(
                f"{one['title']}: {newest['value']}{reach} for {newest['period']}, "
                f"{one['age_days']} days old ({one['source_title']})"
            )
    for one in found["memberships"]:
        mark = f" [{one['embargo']}]" if one["embargo"] else ""
        law = one["citation"]
        verified = "" if law["verified"] else ", unverified"
        print(
            f"{one['package']} {one['group']}{mark}: {law['instrument']}, "
            f"{law['pinpoint']}{verified}"
        )
    for one in found["incidents"]:
        vendor = ""
        if one["vendor"]:
            lead = "a lead, not a finding" if one["vendor_is_lead"] else "found"
            vendor = f"; vendor {one['vendor']} ({lead})"
        print(
            f"{one['period']} {one['tool']}: {one['actor']} against {one['victim_class']}"
            f"{vendor}; {one['source']}, grade {one['grade']}"
        )
    for one in found["missing"]:
        print(f"missing {one['source']} {one['indicator']}: {one['words']}")
