"""Appeals in the portal: what can be appealed, lodging, the state of an appeal, the advocate's brief."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import (
    VersionedForm,
    actor_of,
    attempt,
    offer,
    sent,
)
from licet.web.casework.selectors.appeals import appeals as reads
from licet.web.casework.services.appeals import appeal_hearing
from licet.web.casework.services.appeals import appeals as acts
from licet.web.casework.services.appeals.appeal_closed import closed_material
from licet.web.casework.views import AppealView, ContestableActsView, ContestableView
from licet.web.portal.appeal_forms import (
    AdvocateWordsForm,
    AppealFileForm,
    AppealReasonsForm,
    LodgeForm,
)
from licet.web.portal.tones import TONES
from licet.web.portal.views.application import download

LODGE_METHODS = ["GET", "HEAD", "POST"]


@access("see_appeals")
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 9 else 1  # noqa: PLR2004  # more digits than any page has
    text = request.GET.get("text", "")[:100]
    context = {
        "found": reads.appeals(viewer=viewer, text=text, page=page),
        "briefs": reads.own_briefs(viewer=viewer),
        "tones": TONES,
        "address": lambda number: f"?{urlencode({'text': text, 'page': number})}",
    }
    return render(request, "portal/appeals.html", context)


def _words(one: ContestableView) -> str:
    """An act with its last day, as a choice."""
    if one.last is None:
        until = _("no time runs yet: it was not served")
    elif one.late:
        until = _("the last day was %(day)s") % {"day": date_format(one.last, "j F Y")}
    else:
        until = _("until %(day)s") % {"day": date_format(one.last, "j F Y")}
    return f"{one.kind_words}: {one.title} ({until})"


def _lodge_form(request: HttpRequest, offered: ContestableActsView) -> LodgeForm:
    wanted = request.GET.get("act", "")
    open_acts = [one for one in offered.acts if not one.exhausted]
    first = wanted or (open_acts[0].key if len(open_acts) == 1 else "")
    form = LodgeForm(sent(request), initial={"act": first})
    offer(form, "act", [(one.key, _words(one)) for one in open_acts])
    offer(form, "on_grounds", [(one.id, one.title) for one in offered.grounds])
    if any(one.late for one in open_acts):
        excuses = [(one.id, one.title) for one in offered.excuses]
        offer(form, "excuse", [("", _("The last day is not over")), *excuses])
    else:
        del form.fields["excuse"], form.fields["late_reasons"]
    return form


def _lodging(form: LodgeForm) -> acts.Lodging:
    said = form.cleaned_data
    return acts.Lodging(
        act=said["act"],
        grounds=tuple(said["on_grounds"]),
        words=said["grounds"],
        excuse=said.get("excuse", ""),
        late_reasons=said.get("late_reasons", ""),
    )


def _lodge(
    request: HttpRequest,
    offered: ContestableActsView,
    lodge: Callable[[LodgeForm], AppealView],
    *,
    number: str,
    trail: str,
) -> HttpResponse:
    form = _lodge_form(request, offered)
    made: list[str] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: made.append(lodge(form).id))
    ):
        messages.success(request, _("Your appeal is lodged."))
        return redirect("portal:appeal_page", appeal=made[0])
    context = {"form": form, "offered": offered, "number": number, "trail": trail}
    return render(request, "portal/appeal_lodge.html", context)


@access("lodge_appeal")
@require_http_methods(LODGE_METHODS)
def lodge(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    offered = reads.contestable(viewer=by, case=number)
    return _lodge(
        request,
        offered,
        lambda form: acts.lodge_appeal(
            by=by, case=number, lodging=_lodging(form), version=None
        ),
        number=number,
        trail=reverse("portal:application", args=[number]),
    )


@access("lodge_appeal")
@require_http_methods(LODGE_METHODS)
def lodge_opinion(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    offered = reads.contestable_opinion(viewer=by, opinion=number)
    return _lodge(
        request,
        offered,
        lambda form: acts.lodge_opinion_appeal(
            by=by, opinion=number, lodging=_lodging(form)
        ),
        number=number,
        trail=reverse("portal:opinion", args=[number]),
    )


@access("see_appeals")
@require_safe
def appeal(request: HttpRequest, appeal: str) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "appeal": reads.appeal(viewer=viewer, appeal=appeal),
        "record": reads.record_of(viewer=viewer, appeal=appeal),
        "tones": TONES,
    }
    return render(request, "portal/appeal.html", context)


@access("see_appeals")
@require_safe
def document(request: HttpRequest, appeal: str, document: str) -> HttpResponse:
    return download(
        reads.appeal_document(
            viewer=actor_of(request), appeal=appeal, document=document
        )
    )


def _act(  # a page of one act has its form, call and words
    request: HttpRequest,
    appeal: str,
    form: VersionedForm,
    call: Callable[[], Any],
    *,
    done: str,
    **words: object,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and attempt(form, call):
        messages.success(request, done)
        return redirect("portal:appeal_page", appeal=appeal)
    found = reads.appeal(viewer=actor_of(request), appeal=appeal)
    if not form.is_bound:
        form.initial["version"] = found.version
    context = {"form": form, "appeal": found, **words}
    return render(request, "portal/appeal_act.html", context)


@access("lay_appeal_document")
@require_http_methods(LODGE_METHODS)
def lay(request: HttpRequest, appeal: str) -> HttpResponse:
    by = actor_of(request)
    form = AppealFileForm(sent(request), request.FILES or None)
    return _act(
        request,
        appeal,
        form,
        lambda: acts.lay_appeal_document(
            by=by,
            appeal=appeal,
            name=form.cleaned_data["file"].name,
            content=form.cleaned_data["file"],
            version=form.seen,
        ),
        done=_("The document is laid before the reviewer."),
        title=_("Lay a document before the reviewer"),
        send=_("Upload"),
    )


@access("ask_hearing")
@require_http_methods(LODGE_METHODS)
def hearing(request: HttpRequest, appeal: str) -> HttpResponse:
    by = actor_of(request)
    form = AppealReasonsForm(sent(request))
    return _act(
        request,
        appeal,
        form,
        lambda: acts.ask_hearing(
            by=by,
            appeal=appeal,
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
        done=_("You have asked for a hearing."),
        title=_("Ask to be heard"),
        happens=_("The reviewer sets a day and writes down what is said; you read it."),
        send=_("Ask for a hearing"),
    )


@access("ask_interim")
@require_http_methods(LODGE_METHODS)
def interim(request: HttpRequest, appeal: str) -> HttpResponse:
    by = actor_of(request)
    form = AppealReasonsForm(sent(request))
    return _act(
        request,
        appeal,
        form,
        lambda: acts.ask_interim(
            by=by,
            appeal=appeal,
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
        done=_("You have asked for an interim measure."),
        title=_("Ask that the act has no effect meanwhile"),
        happens=_(
            "Until the reviewer grants it the act has effect. If it is granted, it ends with the appeal."
        ),
        send=_("Ask for it"),
    )


@access("withdraw_appeal")
@require_http_methods(LODGE_METHODS)
def withdraw(request: HttpRequest, appeal: str) -> HttpResponse:
    by = actor_of(request)
    form = AppealReasonsForm(sent(request))
    return _act(
        request,
        appeal,
        form,
        lambda: acts.withdraw_appeal(
            by=by,
            appeal=appeal,
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
        done=_("The appeal is withdrawn."),
        title=_("Withdraw the appeal"),
        happens=_(
            "The act stands. This cannot be undone, and it cannot be appealed again."
        ),
        send=_("Withdraw"),
        warning=True,
    )


@access("see_closed_material")
@require_http_methods(LODGE_METHODS)
def brief(request: HttpRequest, appeal: str) -> HttpResponse:
    by = actor_of(request)
    form = AdvocateWordsForm(sent(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: appeal_hearing.submit_as_advocate(
                by=by, appeal=appeal, text=form.cleaned_data["text"], version=None
            ),
        )
    ):
        messages.success(request, _("The reviewer reads what you wrote."))
        return redirect("portal:appeals")
    found = closed_material(viewer=by, appeal=appeal)
    return render(request, "portal/brief.html", {"form": form, "brief": found})
