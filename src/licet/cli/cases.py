"""``licet cases run``: a file of real questions, answered and scored."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="cases", help="Determination cases.", no_args_is_help=True)


def register(main: typer.Typer) -> None:
    """Add the command group to the ``licet`` command."""
    main.add_typer(app, name="cases")


@app.callback()
def cases() -> None:
    """Determination cases."""


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help="A JSON Lines file of cases.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line a case.")
    ] = False,
) -> None:
    """Answer every case of a file and compare with what is expected."""
    from licet.cli.casebook import Answers

    answers = Answers()
    wrong = scored = 0
    for case in _read(file):
        answer = answers.answer(case)
        scored += answer["ok"] is not None
        wrong += answer["ok"] is False
        _print(answer, as_json=as_json)
    print(f"{scored - wrong} of {scored} scored cases right", file=sys.stderr)
    if wrong:
        raise typer.Exit(1)


def _read(file: Path) -> list[Mapping[str, object]]:
    from licet.facts import MalformedFactsError

    if not file.is_file():
        raise MalformedFactsError(str(file), "there is no such file")
    cases: list[Mapping[str, object]] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except json.JSONDecodeError as error:
            where = f"{file}, line {number}"
            raise MalformedFactsError(where, f"it is not JSON ({error})") from None
        if not isinstance(case, dict) or not {"id", "regime", "facts"} <= case.keys():
            where = f"{file}, line {number}"
            raise MalformedFactsError(where, "a case has id, regime and facts")
        cases.append(case)
    return cases


def _print(answer: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    mark = {True: "right", False: "WRONG", None: "-"}[answer["ok"]]  # type: ignore[index]
    print(f"{answer['id']:10} {mark:6} {answer['why']}")
