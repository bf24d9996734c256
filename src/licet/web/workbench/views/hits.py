"""Adjudicating a hit: two names, what differs, what the list says, what was found before."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licet.web.casework.access import access
from licet.web.casework.form_acts import actor_of, attempt, sent
from licet.web.casework.services import findings
from licet.web.workbench.forms import AdjudicationForm
from licet.web.workbench.labels import HIT_STANDINGS, differing
from licet.web.workbench.views.case import seen_case, to_case


@access("adjudicate_hit")
@require_http_methods(["GET", "HEAD", "POST"])
def adjudicate(request: HttpRequest, number: str, hit: str) -> HttpResponse:
    case = seen_case(request, number)
    hits = [one for screening in case.screenings for one in screening.hits]
    found = next((one for one in hits if one.id == hit), None)
    if found is None:
        raise Http404(hit)
    form = AdjudicationForm(sent(request), initial={"version": case.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: findings.adjudicate_hit(
                by=by,
                case=number,
                hit=hit,
                verdict=form.cleaned_data["verdict"],
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("Your finding is recorded with its reasons."))
        return to_case(number)
    stated, listed = differing(found.query_name, found.matched_name)
    context = {
        "form": form,
        "case": case,
        "hit": found,
        "stated": stated,
        "listed": listed,
        "hit_standings": HIT_STANDINGS,
        "may": any(one.act == "adjudicate_hit" for one in case.acts),
        "left": sum(one.standing == "open" for one in hits),
    }
    return render(request, "workbench/hit.html", context)
