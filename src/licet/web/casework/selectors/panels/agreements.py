"""Agreements and the register of what left under them."""

from datetime import date

from django.db.models import Count, Prefetch, QuerySet

from licet.review.panels import agreement_standing
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Agreement, PartnerAnswer, SharedPack
from licet.web.casework.panels.agreement_terms import terms_of
from licet.web.casework.panels.rules import rules
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.parts.pages import Lines, lines
from licet.web.casework.views.agreements import (
    AgreementActView,
    AgreementView,
    PartnerAnswerView,
    SharedPackPage,
    SharedPackView,
)

PAGE = 50


def _rows() -> QuerySet[Agreement]:
    return (
        Agreement.objects.annotate(disclosed=Count("packs"))
        .select_related("by", "review__by")
        .prefetch_related("acts__by")
        .order_by("-number")
    )


def agreements(*, viewer: Actor) -> Lines[AgreementView]:
    """Every agreement, the newest first."""
    require(viewer, "see_agreements")
    today = legal_day(now())
    return lines(_rows(), lambda rows: [agreement_view(row, today) for row in rows])


def agreement(*, viewer: Actor, number: str) -> AgreementView:
    """One agreement.

    Raises:
        NotFoundError: There is none of this number.
    """
    require(viewer, "see_agreements")
    row = _rows().filter(number=number).first()
    if row is None:
        raise NotFoundError("agreement")
    return agreement_view(row, legal_day(now()))


def agreements_in_force(party: str) -> tuple[tuple[str, str], ...]:
    """Agreements in force today with a panel: number and title, to choose from."""
    return _in_force(_rows().filter(party=party, kind="panel"))


def partners_in_force() -> tuple[tuple[str, str], ...]:
    """Agreements in force today with partners: number, and partner with title, to choose from."""
    rows = _rows().filter(kind="partner")
    found = {row.number: row.party for row in rows}
    return tuple(
        (number, f"{number}, {found[number]}: {title}")
        for number, title in _in_force(rows)
    )


def _in_force(rows: QuerySet[Agreement]) -> tuple[tuple[str, str], ...]:
    today = legal_day(now())
    seen = (agreement_view(row, today) for row in rows)
    return tuple((one.number, one.title) for one in seen if one.standing == "in_force")


def vocabulary() -> tuple[dict[str, str], dict[str, str]]:
    """Purposes and data classes that the law names, in words."""
    law = rules()
    return dict(law.purposes), dict(law.classes)


def party_names() -> dict[str, str]:
    """The panels of the law by id, with their titles: so an agreement names its other side."""
    return {one.id: one.title for one in rules().panels.values()}


def agreement_view(row: Agreement, on: date) -> AgreementView:
    """An agreement as it stands on a day."""
    review = getattr(row, "review", None)
    returned = review is not None and not review.approved
    count: int = getattr(row, "disclosed", 0)
    return AgreementView(
        number=row.number,
        kind=row.kind,
        party=row.party,
        title=row.title,
        purposes=tuple(row.purposes),
        classes=tuple(row.classes),
        onward=row.onward,
        first=row.first,
        last=row.last,
        document_sha256=row.document_sha256,
        has_key=bool(row.partner_key),
        standing="returned"
        if returned
        else agreement_standing(terms_of(row), on=on).value,
        made_by=str(row.by),
        made_by_id=str(row.by_id),
        at=row.at,
        reviewed_by=str(review.by) if review else "",
        reviewed_because=review.reasons if review else "",
        acts=tuple(
            AgreementActView(
                act=one.act, reasons=one.reasons, on=one.on, by=str(one.by), at=one.at
            )
            for one in sorted(row.acts.all(), key=lambda act: act.pk)
        ),
        disclosed=count,
    )


def disclosures(*, viewer: Actor, agreement: str = "", page: int = 1) -> SharedPackPage:
    """The register of disclosures, the newest first."""
    require(viewer, "see_disclosures")
    rows = shared_packs().order_by("-at", "-number")
    if agreement:
        rows = rows.filter(agreement__number=agreement)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    here = min(max(page, 1), pages)
    shown = rows[(here - 1) * PAGE : here * PAGE]
    return SharedPackPage(
        rows=tuple(pack_view(row) for row in shown),
        page=here,
        pages=pages,
        total=total,
    )


def shared_packs() -> QuerySet[SharedPack]:
    """Disclosures with all that a line of the register needs, in two queries."""
    answers = PartnerAnswer.objects.select_related("by").order_by("at", "pk")
    rows = SharedPack.objects.select_related("agreement", "case", "by", "recall")
    return rows.prefetch_related(Prefetch("answers", answers))


def pack_view(row: SharedPack) -> SharedPackView:
    """A line of the register."""
    recall = getattr(row, "recall", None)
    return SharedPackView(
        number=row.number,
        agreement=row.agreement.number,
        party=row.party,
        purpose=row.purpose,
        classes=tuple(row.classes),
        case=row.case.number if row.case else "",
        what=row.what,
        sha256=row.sha256,
        onward=row.onward,
        on=row.on,
        by=str(row.by),
        at=row.at,
        recalled_at=recall.at if recall else None,
        recalled_because=recall.reasons if recall else "",
        to_partner=row.agreement.kind == "partner",
        answers=tuple(
            PartnerAnswerView(
                position=one.position, words=one.words, signed_by=one.signed_by,
                received_on=one.received_on, by=str(one.by), at=one.at,
            )
            for one in row.answers.all()
        ),
    )  # fmt: skip
