"""What each letter says, block by block, before it is set in type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from licet.kernel import Quantity, territory_name
from licet.licence import CheckpointReference, LicenceClaims, LicensedItem, NamedParty
from licet.web.casework.letters.model import (
    RELY_ON_FACTS,
    Gettext,
    LetterData,
    LetterKind,
)
from licet.web.casework.letters.words import (
    letter_openings,
    letter_titles,
    letter_words,
    licence_words,
    log_words,
    long_day,
)

Block = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A letter ready for the template, in the reader's language."""

    title: str
    description: str
    reference: str
    authority: str
    address: tuple[str, ...]
    addressee: tuple[str, ...]
    dated: date
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]


def heading(text: str) -> Block:
    """A second-level heading."""
    return {"kind": "heading", "text": text}


def text(words: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": words}


def pairs(rows: Sequence[tuple[str, str]]) -> Block:
    """Label and value, row by row."""
    return {"kind": "pairs", "rows": rows}


def entries(items: Sequence[str]) -> Block:
    """A numbered list."""
    return {"kind": "list", "entries": items}


def compose_licence(
    claims: LicenceClaims, checkpoint: CheckpointReference, gettext: Gettext
) -> Sheet:
    """The licence letter: what customs compare, and nothing that they must not see."""
    words = licence_words(gettext)
    named = {"number": claims.number, "authority": claims.authority}
    conditions = [condition.words for condition in claims.conditions]
    return Sheet(
        title=words.get(f"kind {claims.kind}", words["title"]),
        description=words["about"].format(**named),
        reference=claims.number,
        authority=claims.authority,
        address=(),
        addressee=(),
        dated=claims.issued_at.astimezone(ZoneInfo(claims.zone)).date(),
        blocks=(
            text(words["opening"].format(**named)),
            heading(words["particulars"]),
            pairs(_particulars(claims, words, gettext)),
            heading(words["parties"]),
            pairs(_parties(claims, words)),
            heading(words["items"]),
            _items(claims.items, words),
            heading(words["conditions"]),
            entries(conditions) if conditions else text(words["no_conditions"]),
            heading(words["check"]),
            {
                "kind": "code",
                "alt": words["code_alt"].format(**named),
                "entries": [
                    words["scan"],
                    words["status"].format(index=claims.status.index),
                ],
                "address": claims.status.uri,
            },
        ),
        notes=(words["attached"], _log_line(checkpoint, gettext)),
    )


def _particulars(
    claims: LicenceClaims, words: Mapping[str, str], gettext: Gettext
) -> list[tuple[str, str]]:
    return [
        (words["number"], claims.number),
        (words["regime"], claims.regime),
        (words["destination"], _country(claims.destination)),
        (words["issued"], f"{claims.issued_at:%Y-%m-%d %H:%M} UTC"),
        (words["first"], long_day(claims.first_day, gettext)),
        (words["last"], long_day(claims.last_day, gettext)),
        (words["zone"], claims.zone),
    ]


def _parties(claims: LicenceClaims, words: Mapping[str, str]) -> list[tuple[str, str]]:
    named = (
        ("licensee", claims.licensee),
        ("consignee", claims.consignee),
        ("end_user", claims.end_user),
    )
    return [(words[role], _party(party)) for role, party in named if party is not None]


def _party(party: NamedParty) -> str:
    return f"{party.name}, {_country(party.country)}"


def _country(code: str) -> str:
    return f"{territory_name(code)} ({code})"


def _items(items: Sequence[LicensedItem], words: Mapping[str, str]) -> Block:
    return {
        "kind": "table",
        "widths": [1, 3, 7, 3],
        "columns": [
            words["line"],
            words["entry"],
            words["description"],
            words["quantity"],
        ],
        "rows": [
            [
                str(item.line),
                item.entry,
                item.description,
                _quantity(item.quantity, words),
            ]
            for item in items
        ],
    }


def _quantity(quantity: Quantity, words: Mapping[str, str]) -> str:
    unit = words.get(f"unit {quantity.unit}", quantity.unit)
    if quantity.amount == 1:
        unit = words.get(f"one unit {quantity.unit}", unit)
    return f"{quantity.amount:f} {unit}"


def _log_line(checkpoint: CheckpointReference, gettext: Gettext) -> str:
    return log_words(gettext).format(
        origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root
    )


def compose_letter(kind: LetterKind, data: LetterData, gettext: Gettext) -> Sheet:
    """Any other letter: its opening, what it must say, how to answer and to appeal."""
    words = letter_words(gettext)
    title = letter_titles(gettext)[kind]
    opening = letter_openings(gettext)[kind].format(reference=data.reference)
    signed = words["signed"].format(
        authority=data.authority, signatory=data.signatory, post=data.post
    )
    return Sheet(
        title=title,
        description=words["about"].format(
            title=title, reference=data.reference, authority=data.authority
        ),
        reference=data.reference,
        authority=data.authority,
        address=data.address,
        addressee=data.addressee,
        dated=data.dated,
        blocks=(
            text(opening),
            *_body(kind, data, words),
            *_next_steps(data, words, gettext),
            text(signed),
        ),
        notes=(words["attached"], _log_line(data.checkpoint, gettext)),
    )


def _body(kind: LetterKind, data: LetterData, words: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    if data.outcome is not None:
        blocks += [heading(words["outcome"]), text(data.outcome)]
    if data.facts:
        relied = kind in RELY_ON_FACTS
        blocks += [heading(words["relied" if relied else "facts"]), pairs(data.facts)]
    if data.questions:
        blocks += [heading(words["questions"]), entries(data.questions)]
    if data.grounds:
        rows = [[ground.words, ground.law] for ground in data.grounds]
        table: Block = {
            "kind": "table",
            "widths": [3, 2],
            "columns": [words["ground"], words["law"]],
            "rows": rows,
        }
        blocks += [heading(words["grounds"]), table]
    if data.reasons:
        blocks += [heading(words["reasons"]), *(text(part) for part in data.reasons)]
    return blocks


def _next_steps(
    data: LetterData, words: Mapping[str, str], gettext: Gettext
) -> list[Block]:
    blocks: list[Block] = []
    if data.answer_by is not None:
        sentence = words["answer_by"].format(day=long_day(data.answer_by, gettext))
        blocks += [heading(words["answer"]), text(sentence)]
    if data.appeal_by is not None:
        sentence = words["appeal_by"].format(
            body=data.appeal_to, day=long_day(data.appeal_by, gettext)
        )
        blocks += [heading(words["appeal"]), text(sentence)]
    return blocks
