"""Across exporters: all cases on the parties of one case, and what is known of a party."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.selectors.ownership import network as reads
from licet.web.casework.selectors.ownership import party_search
from licet.web.workbench.labels_owners import GRADES


@access("see_network")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    found = reads.network(viewer=actor_of(request), case=number)
    context = {"found": found, "grades": GRADES, "number": number}
    return render(request, "workbench/network.html", context)


@access("see_network")
@require_safe
def party(request: HttpRequest) -> HttpResponse:
    viewer, text = actor_of(request), request.GET.get("text", "").strip()
    found, problem = None, ""
    if text:
        try:
            found = party_search.party(viewer=viewer, text=text)
        except InvalidInputError as error:
            problem = str(error)
    context = {"found": found, "text": text, "problem": problem, "grades": GRADES}
    return render(request, "workbench/network_party.html", context)
