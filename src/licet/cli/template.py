"""``licet template``: templates of applications, written by one person and approved by another."""

import json
from pathlib import Path
from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, person, plain, proven, recorded

Code = Annotated[str, typer.Argument(help="Short name of the template.")]
Factor = Annotated[
    str,
    typer.Option(
        "--code", help="The present code of the second factor; asked without it."
    ),
]


def register(app: typer.Typer) -> None:
    """Add ``template`` and its sub-commands to the command."""
    template = typer.Typer(
        help="Templates of applications for recurring trade.", no_args_is_help=True
    )
    template.command("list")(list_templates)
    template.command("write")(write)
    template.command("review")(review)
    template.command("retire")(retire)
    app.add_typer(template, name="template")


def list_templates(who: As, *, as_json: AsJson = False) -> None:
    """List every template with the version in force and how often it was used."""
    with recorded():
        from licet.web.casework.selectors.applying.templates import templates

        found = templates(viewer=person(who))
        if as_json:
            print(json.dumps([plain(one) for one in found]))
            return
        for one in found:
            newest = one.versions[0]
            print(
                f"{one.code}  version {newest.version} {newest.standing}  {newest.title}"
            )


def write(
    code: Code,
    source: Annotated[
        Path,
        typer.Argument(help="YAML with title, purpose, kind and content.", exists=True),
    ],
    who: As,
    factor: Factor = "",
) -> None:
    """Write a version of a template from a file; a second person reviews it then."""
    from ruamel.yaml import YAML

    told = YAML(typ="safe", pure=True).load(source.read_text("utf-8"))
    with recorded():
        import io

        from licet.web.casework.services.applying.templates import (
            NewVersion,
            draft_template,
        )

        content = io.StringIO()
        YAML().dump(told.get("content") or {}, content)
        says = NewVersion(
            title=str(told.get("title", "")),
            purpose=str(told.get("purpose", "")),
            kind=str(told.get("kind", "individual")),
            content=content.getvalue(),
            reviewed_with=str(told.get("reviewed_with", "")),
        )
        made = draft_template(
            by=proven(who, factor, "draft_template"), code=code, says=says
        )
        print(f"{made.code} version {made.version} waits for its review.")


def review(
    code: Code,
    version: Annotated[int, typer.Argument(help="Number of the version.")],
    who: As,
    *,
    give_back: Annotated[
        bool, typer.Option("--return", help="Return it instead of approving it.")
    ] = False,
    reasons: Annotated[str, typer.Option(help="Why; needed for a return.")] = "",
    factor: Factor = "",
) -> None:
    """Approve a version as the second person, or return it."""
    with recorded():
        from licet.web.casework.services.applying.templates import review_template

        done = review_template(
            by=proven(who, factor, "review_template"),
            code=code,
            version=version,
            approved=not give_back,
            reasons=reasons,
        )
        print(f"{done.code} version {done.version}: {done.standing}.")


def retire(
    code: Code,
    who: As,
    reasons: Annotated[str, typer.Option(help="Why it is retired.")],
    factor: Factor = "",
) -> None:
    """Take a template out of use; applications made from it go on as they are."""
    with recorded():
        from licet.web.casework.services.applying.templates import retire_template

        retire_template(
            by=proven(who, factor, "retire_template"), code=code, reasons=reasons
        )
        print(f"{code} is retired.")
