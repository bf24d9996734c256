"""The case page, and the acts on it that need no more than a press or a reason."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import Actor, access
from licet.web.casework.acts.form_acts import VersionedForm, actor_of, attempt, sent
from licet.web.casework.decision.deciding import procedure
from licet.web.casework.errors import CaseErasedError
from licet.web.casework.gathered import gathering
from licet.web.casework.screening.hit_standing import UNDECIDED
from licet.web.casework.selectors.desk import desk
from licet.web.casework.selectors.desk import documents as files
from licet.web.casework.selectors.desk.case_page import gather_beside
from licet.web.casework.selectors.desk.notes import note_count, together
from licet.web.casework.selectors.keeping.retention import erasure
from licet.web.casework.selectors.ownership.network import panel as network_panel
from licet.web.casework.selectors.panels.panels import case_panels
from licet.web.casework.selectors.screening.list_alerts import open_alerts
from licet.web.casework.services.desk import desk as acts
from licet.web.casework.services.desk import referring
from licet.web.casework.services.findings import findings
from licet.web.casework.views import CaseView, DocumentContent
from licet.web.workbench import labels
from licet.web.workbench.forms import ConfirmForm, ReasonsForm
from licet.web.workbench.labels_owners import GRADES, owner_words
from licet.web.workbench.panel_labels import CASE_LABELS, LABELS
from licet.web.workbench.verification_labels import verified
from licet.web.workbench.views.lists import CHANGES

# Where each act that the transition table allows is done and what its button says, in the order of the work. An act
# without a screen of its own is done beside its record.
PLACES: Mapping[str, tuple[str, Any]] = {
    "take_case": ("workbench:take", lazy("Take the case")),
    "countersign": ("workbench:countersign", lazy("Countersign")),
    "give_notice_of_refusal": ("workbench:notice", lazy("Give notice of the refusal")),
    "send_for_countersignature": ("workbench:send", lazy("Send for countersignature")),
    "give_advice": ("workbench:advise", lazy("Give advice")),
    "refer_case": ("workbench:refer", lazy("Refer to agencies")),
    "refer_to_panel": ("workbench:refer_to_panel", lazy("Ask a panel")),
    "request_information": ("workbench:ask", lazy("Ask the applicant")),
    "ask_consultation": ("workbench:consult", lazy("Consult another state")),
    "close_referrals": ("workbench:close_referrals", lazy("Close the referrals")),
    "correct_fact": ("workbench:facts", lazy("Establish a fact")),
    "draft_decision": ("workbench:draft", lazy("Draft the decision")),
    "assign_case": ("workbench:assign", lazy("Assign the case")),
    "renew_findings": ("workbench:renew", lazy("Compute again")),
}
PRESSED = frozenset(
    {
        "take_case",
        "renew_findings",
        "send_for_countersignature",
        "give_notice_of_refusal",
    }
)


def seen_case(request: HttpRequest, number: str) -> CaseView:
    """The case as this person may see it."""
    return desk.case(viewer=actor_of(request), case=number)


def to_case(number: str) -> HttpResponse:
    """Back to the case page."""
    return redirect("workbench:case", number=number)


def _steps(case: CaseView) -> list[dict[str, object]]:
    allowed = {one.act for one in case.acts}
    return [
        {
            "act": act,
            "words": words,
            "pressed": act in PRESSED,
            "href": reverse(place, args=[case.number]),
        }
        for act, (place, words) in PLACES.items()
        if act in allowed and (act != "give_notice_of_refusal" or _may_notify(case))
    ]


def _may_notify(case: CaseView) -> bool:
    """A notice is offered where the newest draft refuses on a ground that none has named yet."""
    told = {one.criterion for one in case.notice.grounds} if case.notice else set()
    return procedure().notice is not None and any(
        newest.outcome == "refuse"
        and not newest.without_notice
        and bool({one.criterion for one in newest.grounds} - told)
        for newest in case.drafts[-1:]
    )


def beside(case: CaseView) -> dict[str, object]:
    """What the evidence panel needs wherever it stands."""
    governing = [one for one in case.determinations if one.governing]
    return {
        "case": case,
        "can": {one.act for one in case.acts},
        "scopes": labels.by_scope(case.facts),
        "fact_name": labels.fact_name,
        "governing": governing,
        "others": [one for one in case.determinations if not one.governing],
        "outcomes": labels.OUTCOMES,
        "standings": labels.STANDINGS,
        "hit_standings": labels.HIT_STANDINGS,
        "positions": labels.POSITIONS,
        "consulted": labels.CONSULTED,
        "decisions": labels.DECISIONS,
        "tones": labels.TONES,
        "open_hits": sum(
            hit.standing in UNDECIDED for one in case.screenings for hit in one.hits
        ),
    }


@access("see_case")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    with gathering():
        try:
            found = seen_case(request, number)
        except CaseErasedError:
            gone = erasure(viewer=viewer, case=number)
            return render(request, "workbench/erased.html", {"gone": gone})
        gather_beside(viewer=viewer, case=number)
        return render(request, "workbench/case.html", _page(viewer, found))


def _page(viewer: Actor, found: CaseView) -> dict[str, object]:
    number = found.number
    return {
        **beside(found),
        "steps": _steps(found),
        "may_appeals": viewer.may("see_appeals"),
        "done": found.decision is not None or not found.acts,
        "may_serve": viewer.may("record_service"),
        "may_licence": viewer.may("see_licence"),
        "alerts": open_alerts(viewer=viewer, case=number),
        "list_changes": CHANGES,
        "may_handle_alert": viewer.may("handle_list_alert"),
        **verified(viewer, number),
        **owner_words(),
        "may_judge_owners": viewer.may("judge_ownership"),
        "network": network_panel(viewer=viewer, case=number),
        "grades": GRADES,
        "may_retention": viewer.may("see_retention"),
        "may_public": viewer.may("see_public_version"),
        "together": together(viewer=viewer, case=number),
        "note_count": note_count(viewer=viewer, case=number),
        "may_mark": viewer.may("mark_part"),
        "may_precedents": viewer.may("see_precedents"),
        "may_letters": viewer.may("review_letter"),
        "advised": case_panels(viewer=viewer, case=number),
        "may_panels": viewer.may("see_panels"),
        "may_composite": viewer.may("make_composite"),
        "may_disclose": viewer.may("disclose_to_partner"),
        **{name: LABELS[name] for name in CASE_LABELS},
    }


@access("see_document")
@require_safe
def document(request: HttpRequest, number: str, document: str) -> HttpResponse:
    return download(
        files.document(viewer=actor_of(request), case=number, document=document)
    )


@access("see_document")
@require_safe
def letter(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    return download(
        files.letter_document(viewer=actor_of(request), case=number, letter=letter)
    )


def download(found: DocumentContent) -> HttpResponse:
    """Bytes to keep, never to be shown inside the site."""
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _pressed(
    request: HttpRequest, number: str, act: Callable[[int | None], Any], done: str
) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if form.is_valid() and attempt(form, lambda: act(form.seen)):
        messages.success(request, done)
        return to_case(number)
    context = {
        "form": form,
        "case": seen_case(request, number),
        "title": _("This could not be done"),
    }
    return render(request, "workbench/refused.html", context)


@access("take_case")
@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _pressed(
        request,
        number,
        lambda seen: acts.take_case(by=by, case=number, version=seen),
        _("The case is yours."),
    )


@access("renew_findings")
@require_POST
def renew(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _pressed(
        request,
        number,
        lambda seen: findings.renew_findings(by=by, case=number, version=seen),
        _("Everything was computed again on the present facts, lists and law."),
    )


@access("close_referrals")
@require_http_methods(["GET", "HEAD", "POST"])
def close_referrals(request: HttpRequest, number: str) -> HttpResponse:
    found = seen_case(request, number)
    form = ReasonsForm(sent(request), initial={"version": found.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: referring.close_referrals(
                by=by,
                case=number,
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(
            request, _("The referrals are closed; the case is with you again.")
        )
        return to_case(number)
    context = {
        "form": form,
        "title": _("Close the referrals"),
        "about": _(
            "Every agency that has not answered will be recorded as silent, with your reasons."
        ),
        "send": _("Close the referrals"),
        **beside(found),
    }
    return render(request, "workbench/act.html", context)


def form_page(
    request: HttpRequest, found: CaseView, form: VersionedForm, **words: object
) -> HttpResponse:
    """The page of an act: its form beside the evidence."""
    return render(
        request, "workbench/act.html", {"form": form, **words, **beside(found)}
    )
