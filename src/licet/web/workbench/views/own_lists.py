"""Lists that the authority keeps itself: read, search, propose, answer, take away as a file."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.screening import DENIALS, OWN_TITLES
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.screening import own_lists as reads
from licet.web.casework.services.screening import own_lists as services
from licet.web.casework.views import OwnEntryView, OwnProposalView
from licet.web.workbench.labels import differing
from licet.web.workbench.own_forms import (
    KINDS,
    OwnAnswerForm,
    OwnEntryForm,
    OwnReasonsForm,
    field_words,
    lines_of,
)
from licet.web.workbench.views.drafts import inert

STANDINGS = {
    "in_force": ("good", lazy("In force")),
    "to_come": ("wait", lazy("To come")),
    "ended": ("", lazy("Ended")),
    "removed": ("bad", lazy("Removed")),
    "all": ("", lazy("All")),
    "open": ("wait", lazy("Waits for a second person")),
    "stale": ("bad", lazy("The entry changed since")),
    "approved": ("good", lazy("Approved")),
    "refused": ("bad", lazy("Refused")),
    "withdrawn": ("", lazy("Withdrawn")),
}
ACTS = {
    "add": lazy("New entry"),
    "change": lazy("Change of an entry"),
    "remove": lazy("Removal of an entry"),
}
COLUMNS = (
    "entry", "version", "standing", "kind", "names", "countries", "addresses",
    "identifiers", "birth_dates", "legal_basis", "citation", "first", "last",
    "case", "reasons", "proposed_by", "approved_by", "at", "content_hash",
)  # fmt: skip
_DONE: dict[str, Callable[..., OwnProposalView]] = {
    "approve": services.approve_own_entry,
    "refuse": services.refuse_own_entry,
    "withdraw": services.withdraw_own_entry,
}


@access("see_own_lists")
@require_safe
def own_list(request: HttpRequest, source: str) -> HttpResponse:
    viewer = actor_of(request)
    asked = _asked(request)
    found = reads.own_list(
        viewer=viewer, source=source, page=request.GET.get("page", "1"), **asked
    )
    context = {
        "found": found,
        "lists": OWN_TITLES,
        "query": f"?{urlencode(asked)}",
        "address": lambda number: f"?{urlencode(asked | {'page': number})}",
        "proposals": reads.proposals(viewer=viewer, source=source),
        "may_propose": viewer.may("propose_own_entry"),
        "may_publish": viewer.may("publish_own_list"),
        **_words(),
    }
    return render(request, "workbench/own_list.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    standing = request.GET.get("standing", "")
    known = standing if standing in reads.STANDINGS else "in_force"
    return {"words": request.GET.get("words", "").strip(), "standing": known}


def _words() -> dict[str, Any]:
    return {
        "standings": STANDINGS,
        "choices": reads.STANDINGS,
        "acts": ACTS,
        "kinds": dict(KINDS),
        "field_words": field_words,
        "days": date.fromisoformat,
    }


@access("see_own_lists")
@require_safe
def entry(request: HttpRequest, source: str, entry: str) -> HttpResponse:
    viewer = actor_of(request)
    found = reads.entry(viewer=viewer, source=source, entry=entry)
    context = {
        "found": found,
        "title": OWN_TITLES[source],
        "may_propose": viewer.may("propose_own_entry"),
        "marked": marked,
        **_words(),
    }
    return render(request, "workbench/own_entry.html", context)


@access("see_own_lists")
@require_safe
def as_csv(request: HttpRequest, source: str) -> HttpResponse:
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for one in _every(request, source):
        told = _told(one)
        lines.writerow([inert(_cell(told[name])) for name in COLUMNS])
    return _file(out.getvalue(), source, "csv", "text/csv; charset=utf-8")


@access("see_own_lists")
@require_safe
def as_json(request: HttpRequest, source: str) -> HttpResponse:
    entries = [_told(one) for one in _every(request, source)]
    body = json.dumps(
        {"list": source, **_asked(request), "entries": entries},
        ensure_ascii=False,
        indent=2,
        default=str,
    )
    return _file(body, source, "json", "application/json")


def _every(request: HttpRequest, source: str) -> tuple[OwnEntryView, ...]:
    return reads.every_entry(viewer=actor_of(request), source=source, **_asked(request))


def _told(one: OwnEntryView) -> dict[str, Any]:
    told = asdict(one)
    document: dict[str, Any] = told.pop("document")
    return document | told | {"at": one.at.isoformat(timespec="seconds")}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(
            " | ".join(str(part) for part in one) if isinstance(one, list) else str(one)
            for one in value
        )
    return "" if value is None else str(value)


def _file(body: str, source: str, form: str, kind: str) -> HttpResponse:
    named = f'attachment; filename="{source}.{form}"'
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": named})


@access("propose_own_entry")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, source: str, entry: str = "") -> HttpResponse:
    viewer = actor_of(request)
    reads.own_list(viewer=viewer, source=source)  # such a list is kept here
    initial: dict[str, Any] = {"case": request.GET.get("case", "")}
    if entry:
        held = reads.entry(viewer=viewer, source=source, entry=entry).entry
        initial = lines_of(held.document) | {"case": held.case, "version": held.version}
    form = OwnEntryForm(sent(request), initial=initial)
    if source != DENIALS:
        form.fields.pop("case")

    def act() -> OwnProposalView:
        wanted = services.Proposed(
            source=source,
            document=form.document(),
            reasons=form.cleaned_data["reasons"],
            entry=entry,
            base=form.seen if entry else None,
            case=form.cleaned_data.get("case", ""),
        )
        return services.propose_own_entry(by=viewer, proposed=wanted)

    title = _("Propose a change of %(entry)s") % {"entry": entry} if entry else _("Propose an entry")  # fmt: skip
    return _proposed(request, form, act, source=source, entry=entry, title=title)


@access("propose_own_entry")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, source: str, entry: str) -> HttpResponse:
    viewer = actor_of(request)
    held = reads.entry(viewer=viewer, source=source, entry=entry).entry
    form = OwnReasonsForm(sent(request), initial={"version": held.version})
    title = _("Propose that %(name)s goes") % {"name": held.name}

    def act() -> OwnProposalView:
        return services.propose_own_removal(
            by=viewer,
            source=source,
            entry=entry,
            reasons=form.cleaned_data["reasons"],
            base=form.seen,
        )

    return _proposed(request, form, act, source=source, entry=entry, title=title)


def _proposed(
    request: HttpRequest,
    form: OwnReasonsForm,
    act: Callable[[], OwnProposalView],
    **about: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(
            request, _("The proposal is recorded. A second person must approve it.")
        )
        return redirect("workbench:own_list", about["source"])
    context = {"form": form, "list_title": OWN_TITLES[about["source"]], **about}
    return render(request, "workbench/own_propose.html", context)


@access("see_own_lists")
@require_safe
def proposal(request: HttpRequest, proposal: int) -> HttpResponse:
    return _proposal(request, proposal, OwnAnswerForm())


def _proposal(request: HttpRequest, number: int, form: OwnAnswerForm) -> HttpResponse:
    viewer = actor_of(request)
    found = reads.proposal(viewer=viewer, proposal=number)
    waits = found.standing in {"open", "stale"}
    own = found.by_id == viewer.id
    context = {
        "found": found,
        "form": form,
        "title": OWN_TITLES[found.source],
        "own": own,
        "may_approve": waits and not own and viewer.may("approve_own_entry"),
        "may_refuse": waits and not own and viewer.may("refuse_own_entry"),
        "may_withdraw": waits and own and viewer.may("withdraw_own_entry"),
        "marked": marked,
        **_words(),
    }
    return render(request, "workbench/own_proposal.html", context)


def _answered(request: HttpRequest, number: int, how: str) -> HttpResponse:
    form = OwnAnswerForm(request.POST)
    by = actor_of(request)
    if form.is_valid() and attempt(
        form,
        lambda: _DONE[how](
            by=by, proposal=number, reasons=form.cleaned_data["reasons"]
        ),
    ):
        messages.success(
            request, _("The proposal is %(how)s.") % {"how": _DONE_WORDS[how]}
        )
        return redirect("workbench:own_proposal", number)
    return _proposal(request, number, form)


_DONE_WORDS = {
    "approve": lazy("approved and comes into service at once"),
    "refuse": lazy("refused"),
    "withdraw": lazy("withdrawn"),
}


@access("approve_own_entry")
@require_POST
def approve(request: HttpRequest, proposal: int) -> HttpResponse:
    return _answered(request, proposal, "approve")


@access("refuse_own_entry")
@require_POST
def refuse(request: HttpRequest, proposal: int) -> HttpResponse:
    return _answered(request, proposal, "refuse")


@access("withdraw_own_entry")
@require_POST
def withdraw(request: HttpRequest, proposal: int) -> HttpResponse:
    return _answered(request, proposal, "withdraw")


@access("publish_own_list")
@require_POST
def publish(request: HttpRequest, source: str) -> HttpResponse:
    done = services.publish_own_list(by=actor_of(request), source=source)
    said = {
        "empty": _("There is nothing to publish yet."),
        "unchanged": _("Everything was in service already."),
    }
    taken = _("Version %(version)s is in service.") % {"version": done.version}
    messages.success(request, said.get(done.result, taken))
    return redirect("workbench:own_list", source)


def marked(
    old: tuple[str, ...], new: tuple[str, ...]
) -> tuple[list[list[tuple[str, bool]]], list[list[tuple[str, bool]]]]:
    """Values before and after, each cut into runs, with whether they differ."""
    if not old or not new:  # all of it came or went: no letter of it differs
        return ([[(one, False)] for one in old], [[(one, False)] for one in new])
    gone = [one for one in old if one not in new]
    came = [one for one in new if one not in old]
    pairs = dict(zip(gone, came, strict=False))
    back = {after: before for before, after in pairs.items()}
    return (
        [
            differing(one, pairs[one])[0] if one in pairs else [(one, one in gone)]
            for one in old
        ],
        [
            differing(back[one], one)[1] if one in back else [(one, one in came)]
            for one in new
        ],
    )
