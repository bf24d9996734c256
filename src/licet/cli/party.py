"""``licet party``: due-diligence files, checks, conduct, signs and undertakings on the machine of the installation."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from licet.cli.acting import As, AsJson, Case, Code, in_json, person, proven, recorded
from licet.kernel import InputError

Number = Annotated[str, typer.Argument(help="Number of the file, for example P-000001.")]  # fmt: skip
Given = Annotated[
    list[str] | None,
    typer.Option("--set", help="NAME=VALUE; the value as JSON or as plain text."),
]


def register(app: typer.Typer) -> None:
    """Add ``party`` and its sub-commands to the command."""
    party = typer.Typer(
        help="Parties: due-diligence files, conduct, signs, undertakings.",
        no_args_is_help=True,
    )
    party.command("list")(list_parties)
    party.command("show")(show)
    party.command("questions")(ask)
    party.command("open")(open_file)
    party.command("check")(check)
    party.command("conduct")(conduct)
    party.command("confirm")(confirm)
    party.command("signals")(signals)
    party.command("answer")(answer)
    party.command("undertaking")(undertaking)
    party.command("return")(take_back)
    party.command("genuine")(genuine)
    app.add_typer(party, name="party")


def _said(given: Sequence[str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for one in given:
        name, mark, value = one.partition("=")
        if not mark:
            raise InputError(f"--set {one!r} has no value. Write --set NAME=VALUE.")
        said[name] = _value(value)
    return said


def _value(text: str) -> object:
    if not text.startswith(("{", "[", '"')) and text not in {"true", "false", "null"}:
        return text
    try:
        value: object = json.loads(text)
    except ValueError as error:
        raise InputError(f"{text!r} is not JSON. Put text in as it is.") from error
    return value


def _record_of(kind: type, said: Mapping[str, Any]) -> Any:  # noqa: ANN401  # a record of that kind
    from dataclasses import MISSING, fields
    from typing import get_type_hints

    from pydantic import TypeAdapter, ValidationError

    from licet.web.casework.errors import InvalidInputError

    known = {one.name: one for one in fields(kind) if one.name != "document"}
    hints = get_type_hints(kind)
    if strange := sorted(set(said) - set(known)):
        words = f"There is no {strange[0]!r}. Names: {', '.join(sorted(known))}."
        raise InvalidInputError({strange[0]: words})
    needed = [name for name, one in known.items() if one.default is MISSING]
    if missing := [name for name in needed if name not in said]:
        words = f"Say with --set: {', '.join(needed)}."
        raise InvalidInputError({missing[0]: words})
    typed = {}
    for name, value in said.items():
        try:
            typed[name] = TypeAdapter(hints[name]).validate_python(value)
        except ValidationError as error:
            words = f"{name}: {error.errors()[0]['msg']}."
            raise InvalidInputError({name: words}) from error
    return kind(**typed)


def list_parties(
    who: As,
    text: Annotated[
        str, typer.Option(help="Part of a name, a number, a country.")
    ] = "",
    page: Annotated[int, typer.Option(help="Which page, from 1.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List the files that a person may see."""
    with recorded():
        from licet.web.casework.selectors.verification import parties as reads

        found = reads.parties(viewer=person(who), text=text, page=page)
        if as_json:
            print(in_json(found))
            return
        for one in found.parties:
            stale = f", {one.stale} stale" if one.stale else ""
            print(
                f"{one.number}  {one.name}, {one.country}: {one.cases} cases, {one.checks} checks{stale}"
            )
        print(f"page {found.page} of {found.last}, {found.count} files")


def show(number: Number, who: As, as_json: AsJson = False) -> None:
    """Show a file as a person may see it; the read is entered in the record."""
    with recorded():
        from licet.web.casework.selectors.verification import parties as reads

        found = reads.party(viewer=person(who), number=number)
        print(in_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # a file; the web part may be absent
    yield f"{found.number}: {found.name}, {found.country}"
    for one in found.headings:
        yield (
            f"  {one.id}: {one.established} of {one.asked} established, "
            f"{one.contradicted} contradicted, {one.stale} stale, {one.open} open"
        )
    for one in found.questions:
        if one.newest is not None:
            yield f"  {one.id}: {one.newest.words_of_standing}"
    for one in found.conduct:
        mark = "" if one.is_finding else ", not a finding"
        yield f"  conduct {one.id}: {one.title} ({one.firmness}, {one.grade}, {one.standing}{mark})"
    for one in found.cases:
        yield f"  case {one.number}: {one.role}"
    if found.withheld:
        yield f"  {found.withheld} lines are withheld by their marking"


def ask() -> None:
    """List the questions that are asked of every party."""
    from licet.diversion.verification import questions

    for name, one in questions().items():
        law = f" [{one.law}{'' if one.law.verified else ', unverified'}]" if one.law else ""  # fmt: skip
        print(f"{name} ({one.heading}, {one.months} months): {one.words}{law}")


def open_file(
    name: Annotated[str, typer.Argument(help="Registered name.")],
    country: Annotated[str, typer.Argument(help="ISO 3166-1 code.")],
    who: As,
    given: Annotated[
        list[str] | None, typer.Option("--number", help="SCHEME=NUMBER.")
    ] = None,
    *,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Open a file, or find the one that is there."""
    numbers = {key: str(value) for key, value in _said(given or ()).items()}
    with recorded():
        from licet.web.casework.services.verification import parties as acts

        by = proven(who, code, "open_party_file")
        made = acts.open_party_file(
            by=by, name=name, country=country, identifiers=numbers
        )
        print(in_json(made) if as_json else made.number)


def check(  # noqa: PLR0913  # one parameter for each option
    number: Number,
    question: Annotated[
        str, typer.Argument(help="The question, as licet party questions names it.")
    ],
    who: As,
    given: Given = None,
    document: Annotated[
        Path | None, typer.Option(help="A file that carries it.")
    ] = None,
    *,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Put an answer on file: --set result= words= source= answer= case= on= marking=."""
    said = {"question": question, **_said(given or ())}
    with recorded():
        from dataclasses import replace

        from licet.web.casework.services.verification import parties as acts

        by = proven(who, code, "record_party_check")
        asked = _record_of(acts.NewCheck, said)
        if document is None:
            done = acts.record_party_check(by=by, party=number, check=asked)
        else:
            with document.open("rb") as content:
                kept: tuple[str, BinaryIO] = (document.name, content)
                asked = replace(asked, document=kept)
                done = acts.record_party_check(by=by, party=number, check=asked)
        print(in_json(done) if as_json else f"{question}: on file.")


def conduct(
    number: Number,
    who: As,
    given: Given = None,
    *,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Enter into the conduct record: --set firmness= grade= title= words= found_on= source= reasons=."""
    said = _said(given or ())
    with recorded():
        from licet.web.casework.services.verification import conduct as acts

        by = proven(who, code, "record_conduct")
        entry = _record_of(acts.NewConduct, said)
        done = acts.record_conduct(by=by, party=number, entry=entry)
        print(in_json(done) if as_json else f"entry {done.conduct[0].id}: {done.conduct[0].standing}.")  # fmt: skip


def confirm(  # noqa: PLR0913  # one parameter for each option
    number: Number,
    entry: Annotated[int, typer.Argument(help="Number of the entry.")],
    who: As,
    reasons: Annotated[str, typer.Option(help="What it was compared with.")],
    *,
    refuse: Annotated[bool, typer.Option(help="It does not stand.")] = False,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Give the second person's word on an entry of the top grade."""
    with recorded():
        from licet.web.casework.services.verification import conduct as acts

        by = proven(who, code, "confirm_conduct")
        done = acts.confirm_conduct(
            by=by, party=number, entry=entry, confirmed=not refuse, reasons=reasons
        )
        print(in_json(done) if as_json else f"entry {entry}: done.")


def signals(
    case: Case,
    who: As,
    *,
    renew: bool = False,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Show what the rules of misrepresentation say of a case's parties; --renew asks them again."""
    with recorded():
        from licet.web.casework.selectors.verification import verification as reads
        from licet.web.casework.services.verification import signals as acts

        if renew:
            by = proven(who, code, "renew_signals")
            found = acts.renew_signals(by=by, case=case)
        else:
            found = reads.of_case(viewer=person(who), case=case)
        if as_json:
            print(in_json(found))
            return
        for party in found.parties:
            print(f"{party.number} {party.name} ({party.role})")
            for one in party.signals:
                mark = f" [{one.standing}]" if one.outcome == "fires" else ""
                asks = f" {one.question}" if one.outcome == "fires" else ""
                print(f"  {one.outcome}{mark} {one.rule}: {one.words}{asks}")


def answer(  # noqa: PLR0913  # one parameter for each option
    case: Case,
    number: Number,
    rule: Annotated[str, typer.Argument(help="The rule that fires.")],
    who: As,
    standing: Annotated[str, typer.Option(help="explained, stands or needs_more.")],
    reasons: Annotated[str, typer.Option(help="Why.")],
    *,
    code: Code = "",
) -> None:
    """Say what you make of a rule that fired."""
    with recorded():
        from licet.web.casework.services.verification import signals as acts

        by = proven(who, code, "answer_signal")
        word = acts.SignalWord(rule=rule, standing=standing, reasons=reasons)
        acts.answer_signal(by=by, case=case, party=number, word=word)
        print(f"{rule}: {standing}.")


def undertaking(
    case: Case,
    out: Annotated[Path, typer.Argument(help="Where the PDF is written.")],
    who: As,
    *,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Generate an end-user undertaking and write the PDF for signature."""
    with recorded():
        from licet.web.casework.selectors.verification import verification as reads
        from licet.web.casework.services.verification import undertakings as acts

        by = proven(who, code, "make_undertaking")
        made = acts.make_undertaking(by=by, case=case)
        found = reads.undertaking_document(viewer=by, case=case, undertaking=made.id)
        out.write_bytes(found.content)
        print(in_json(made) if as_json else f"{made.number} {made.content_hash}")


def take_back(  # one parameter for each option
    case: Case,
    file: Annotated[Path, typer.Argument(help="The signed document.")],
    who: As,
    given: Given = None,
    *,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Take in a signed undertaking: --set signatory= post= signed_on=, and number= content_hash= for a scan."""
    said = _said(given or ())
    with recorded():
        from datetime import date

        from licet.kernel import parse_day
        from licet.web.casework.errors import InvalidInputError
        from licet.web.casework.services.verification import undertakings as acts

        by = proven(who, code, "return_undertaking")
        known = {"signatory", "post", "signed_on", "number", "content_hash"}
        if strange := sorted(set(said) - known):
            raise InvalidInputError({strange[0]: f"There is no {strange[0]!r}."})
        day: date = parse_day(str(said.pop("signed_on", "")))
        words = {key: str(value) for key, value in said.items()}
        with file.open("rb") as content:
            signed = acts.SignedUndertaking(
                name=file.name,
                content=content,
                signatory=words.pop("signatory", ""),
                post=words.pop("post", ""),
                signed_on=day,
                **words,
            )
            done = acts.return_undertaking(by=by, case=case, signed=signed)
        print(in_json(done) if as_json else f"{done.number}: {done.standing}, {done.returns[0].id}")  # fmt: skip


def genuine(  # noqa: PLR0913  # one parameter for each option
    case: Case,
    returned: Annotated[str, typer.Argument(help="Id of the returned document.")],
    who: As,
    manner: Annotated[str, typer.Option(help="called_back, embassy, seal_compared, notary, electronic_signature, visit or other.")],
    words: Annotated[str, typer.Option(help="Whom you asked, when, and what was said.")],
    *,
    refuse: Annotated[bool, typer.Option(help="It is not genuine.")] = False,
    code: Code = "",
) -> None:  # fmt: skip
    """Say how the signature of an undertaking was confirmed."""
    with recorded():
        from licet.web.casework.services.verification import undertakings as acts

        by = proven(who, code, "confirm_undertaking")
        done = acts.confirm_undertaking(
            by=by,
            case=case,
            returned=returned,
            genuine=not refuse,
            manner=manner,
            words=words,
        )
        print(f"{done.number}: {done.standing}.")
