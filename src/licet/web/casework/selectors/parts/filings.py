"""How an application came, and who is written to: read with the case, no query of its own."""

from licet.web.casework.application.practice import kind_of
from licet.web.casework.application.template_content import differences
from licet.web.casework.models import Case, Filing, TemplateVersion
from licet.web.casework.selectors.people.organisations import (
    mandate_standing,
    mandate_view,
)
from licet.web.casework.views.organisations import FilingView, LeftOut
from licet.web.casework.views.templates import UsedTemplateView

# What a query for cases loads with them, so that a page needs no query more.
WITH_FILING = (
    "filing__mandate__agent",
    "filing__mandate__principal",
    "filing__source",
    "filing__template__template",
    "filing__changes",
)


def filing_of(case: Case) -> Filing | None:
    """How a case came; applications from before this was noted have none."""
    found: Filing | None = getattr(case, "filing", None)
    return found


def filing_view(case: Case) -> FilingView | None:
    """How a case came, as everybody with standing in it sees it."""
    row = filing_of(case)
    if row is None:
        return None
    return FilingView(
        kind=row.kind,
        kind_words=kind_of(case).title,
        mandate=mandate_view(row.mandate) if row.mandate else None,
        source=row.source.number if row.source else "",
        changes=row.changes.number if row.changes else "",
        change=row.change,
        template=_used(case, row.template) if row.template else None,
        left_out=tuple(LeftOut(what=what, why=why) for what, why in row.left_out),
    )


def _used(case: Case, row: TemplateVersion) -> UsedTemplateView:
    return UsedTemplateView(
        code=row.template.code,
        version=row.version,
        title=row.title,
        changed=differences(row.content, case.sections),
        conditions=tuple(row.content["conditions"]),
    )


def in_care_of(case: Case) -> tuple[str, ...]:
    """The line of a letter's addressee that names the agent, while its mandate is in force."""
    row = filing_of(case)
    if (
        row is None
        or row.mandate is None
        or mandate_standing(row.mandate) != "in_force"
    ):
        return ()
    return (f"c/o {row.mandate.agent.name} ({row.mandate.number})",)
