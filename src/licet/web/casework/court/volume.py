"""The court bundle's volume: one paginated account of a case, as the record stood at its decision.

Everything that was said or done is taken from the opened acts of the record, not from the
tables beside it; only the computed law of that day and the letters' service come from rows,
whose hashes the acts carry.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from licet.kernel import canonical_bytes
from licet.web.casework.court import said, stands
from licet.web.casework.court.acts import OpenedAct, moment
from licet.web.casework.letters.compose import Block, Sheet, heading, pairs
from licet.web.casework.letters.render import in_english, set_with_data
from licet.web.casework.models import Case
from licet.web.casework.ports import legal_day

VOLUME_FILE = "volume.json"
_OUTLINE: Block = {"kind": "contents"}


def render_volume(
    case: Case,
    acts: Sequence[OpenedAct],
    *,
    files: Sequence[tuple[str, str, str]],
    withheld: Sequence[Mapping[str, Any]],
    made_by: str,
    at: datetime,
) -> bytes:
    """Set the volume: contents, decision, drafts, facts, law, advice, reads, service, trail.

    Args:
        case: The case.
        acts: Its acts in the order of the log.
        files: Path, hash and kind of every file in the bundle.
        withheld: What was kept out, with why.
        made_by: Who asked for the bundle.
        at: When, aware.

    Returns:
        A PDF/A-3 with its data attached, not signed; the bundle's seal covers it.

    Raises:
        LetterRenderError: The typesetter cannot set it.
    """
    blocks = _blocks(case, acts, files=files, withheld=withheld, made_by=made_by, at=at)
    sheet = Sheet(
        title=_("Bundle of case %(number)s") % {"number": case.number},
        description=_("The record of one case, as it stood at its decision"),
        reference=case.number,
        authority=settings.LICET_AUTHORITY,
        address=(),
        addressee=(),
        dated=legal_day(at),
        blocks=blocks,
        notes=(_note(),),
    )
    data = canonical_bytes(
        {"case": case.number, "acts": [one.told for one in acts if one.told]}
    )
    return set_with_data(sheet, in_english, name=VOLUME_FILE, data=data.decode("utf-8"))


def _blocks(
    case: Case,
    acts: Sequence[OpenedAct],
    *,
    files: Sequence[tuple[str, str, str]],
    withheld: Sequence[Mapping[str, Any]],
    made_by: str,
    at: datetime,
) -> tuple[Block, ...]:
    decided = [act for act in acts if act.kind == "countersign"]
    last = decided[-1] if decided else None
    until = [act for act in acts if last is None or _before(act, last)]
    after = [act for act in acts if act not in until]
    return (
        _OUTLINE,
        *_head(case, last, made_by, at),
        *said.decision(last),
        *said.drafts(until),
        *stands.stated(until),
        *stands.law(case),
        *said.advice(until),
        *said.questions(until),
        *said.seen(until, last),
        *said.later(after),
        *stands.files_in(files),
        *stands.kept_out(withheld),
        *stands.trail(acts),
    )


def _before(act: OpenedAct, last: OpenedAct) -> bool:
    if act.entry is None or last.entry is None:
        return act.at <= last.at
    return act.entry <= last.entry


def _head(
    case: Case, last: OpenedAct | None, made_by: str, at: datetime
) -> Iterator[Block]:
    yield heading(_("The case"))
    yield pairs(
        [
            (_("Case"), case.number),
            (_("Applicant"), case.organisation.name),
            (_("Title"), case.title),
            (_("Law"), case.profile),
            (_("Submitted"), moment(case.submitted_at) if case.submitted_at else "-"),
            (_("Decided"), moment(last.at) if last else _("not decided")),
            (_("Bundle made"), moment(at)),
            (_("Made for"), made_by),
        ]
    )


def _note() -> str:
    return _(
        "Every act has its number in the public log. Check the bundle with: licet verify BUNDLE.zip --keys licet-keys.json"
    )
