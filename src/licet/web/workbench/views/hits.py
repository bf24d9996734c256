"""Adjudicating a hit: both sides whole, what differs, what was found before; and the second word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.screening.reason_codes import SOURCES
from licet.web.casework.selectors.screening.hit_evidence import hit_evidence
from licet.web.casework.services.screening import adjudication
from licet.web.casework.views import HitEvidence
from licet.web.workbench.hit_forms import SecondForm, WordForm, reason_groups
from licet.web.workbench.labels import HIT_STANDINGS, differing
from licet.web.workbench.views.case import to_case
from licet.web.workbench.views.lists import CHANGES

PART_WORDS = {
    "exact": lazy("the same word"),
    "fold": lazy("another romanisation"),
    "edit": lazy("spelt differently"),
    "initial": lazy("an initial"),
    "joined": lazy("written together or apart"),
    "missing": lazy("only stated"),
    "extra": lazy("only listed"),
}


@access("see_hits")
@require_http_methods(["GET", "HEAD", "POST"])
def adjudicate(request: HttpRequest, number: str, hit: str) -> HttpResponse:
    by = actor_of(request)
    found = hit_evidence(viewer=by, case=number, hit=hit)
    form = WordForm(sent(request), initial={"version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: adjudication.adjudicate_hit(
                by=by, case=number, hit=hit, version=form.seen, **form.word
            ),
        )
    ):
        messages.success(request, _("Your finding is recorded with its reasons."))
        return _onward(request, found)
    return _page(request, found, form=form)


@access("confirm_hit")
@require_http_methods(["POST"])
def second(request: HttpRequest, number: str, hit: str) -> HttpResponse:
    by = actor_of(request)
    found = hit_evidence(viewer=by, case=number, hit=hit)
    form = SecondForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: adjudication.confirm_hit(
            by=by,
            case=number,
            hit=hit,
            agrees=form.cleaned_data["agrees"] == "yes",
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
    ):
        messages.success(request, _("Your word as the second officer is recorded."))
        return _onward(request, found)
    return _page(request, found, second_form=form)


def _onward(request: HttpRequest, found: HitEvidence) -> HttpResponse:
    """To the next hit that waits when that was asked for, else back to the case."""
    after = found.neighbours.after
    if "next" not in request.POST:
        return to_case(found.case)
    if after is None:
        return redirect("workbench:hits")
    return redirect("workbench:hit", number=after[0], hit=after[1])


def _page(
    request: HttpRequest,
    found: HitEvidence,
    *,
    form: WordForm | None = None,
    second_form: SecondForm | None = None,
) -> HttpResponse:
    hit, start = found.hit, {"version": found.version}
    stated, listed = differing(hit.query_name, hit.matched_name)
    context = {
        "found": found,
        "hit": hit,
        "form": form or WordForm(initial=start),
        "second_form": second_form or SecondForm(initial=start, auto_id="second_%s"),
        "wrong": second_form or form,
        "groups": reason_groups(),
        "sources": SOURCES,
        "stated": stated,
        "listed": listed,
        "only_stated": _differing(stated),
        "only_listed": _differing(listed),
        "part_words": PART_WORDS,
        "standings": HIT_STANDINGS,
        "changes": CHANGES,
    }
    return render(request, "workbench/hit.html", context)


def _differing(runs: list[tuple[str, bool]]) -> str:
    """The runs that differ, for who does not see their lines; a blank by its name."""
    differs = [text.strip() for text, is_other in runs if is_other]
    return ", ".join(f"“{text}”" if text else _("a space") for text in differs)
