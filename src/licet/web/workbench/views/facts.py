"""Establishing a fact from evidence: what was stated stays, what was found stands before it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.facts import PARTY_ROLES, FactTerm, core_vocabulary
from licet.regimes import in_words
from licet.web.casework.access import Actor, access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.law.asking import fact_field, package_of, stated
from licet.web.casework.services.desk import desk as acts
from licet.web.casework.views import CaseView
from licet.web.workbench.forms import FactForm
from licet.web.workbench.labels import fact_name
from licet.web.workbench.views.case import beside, form_page, seen_case, to_case


def _terms(case: CaseView) -> dict[str, FactTerm]:
    """Facts that can be established in this case: those of its law and of its parties."""
    law = package_of(case.profile)
    roles = {party["role"] for party in case.transaction.get("parties", ())}
    named = {**core_vocabulary(), **law.facts}
    return {
        path: term
        for path, term in named.items()
        if path.partition(".")[0] not in set(PARTY_ROLES) - roles
    }


def _open_first(case: CaseView) -> list[str]:
    """Facts that a determination or criterion still waits for."""
    asked = [
        one["fact"]
        for found in case.determinations
        if found.governing
        for one in found.document["questions"]
    ]
    mentioned = [
        word.strip(".,;")
        for one in case.criteria
        for word in one.words.split()
        if "." in word.strip(".,;")
    ]
    return list(dict.fromkeys([*asked, *mentioned]))


@access("correct_fact")
@require_safe
def choose(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    terms = _terms(case)
    first = [path for path in _open_first(case) if path in terms]
    rest = [path for path in terms if path not in first]
    context = {
        "groups": [
            (_("Open, and able to change something"), _links(terms, first)),
            (_("Every other fact"), _links(terms, rest)),
        ],
        **beside(case),
    }
    return render(request, "workbench/facts.html", context)


def _links(terms: dict[str, FactTerm], paths: list[str]) -> list[tuple[str, str, str]]:
    return [(path, fact_name(path), in_words(terms[path].question)) for path in paths]


def _scopes(case: CaseView, path: str) -> list[tuple[str, str]]:
    """Which items or parties the fact could be about; one choice needs no question."""
    head = path.partition(".")[0]
    if head == "item":
        items = case.transaction.get("items", ())
        return [
            (f"item {place}", one["name"]) for place, one in enumerate(items, start=1)
        ]
    parties = [
        one for one in case.transaction.get("parties", ()) if one["role"] == head
    ]
    return [(f"{head}: {one['name']}", one["name"]) for one in parties]


@access("correct_fact")
@require_http_methods(["GET", "HEAD", "POST"])
def establish(request: HttpRequest, number: str, path: str) -> HttpResponse:
    case = seen_case(request, number)
    term = _terms(case).get(path)
    if term is None:
        raise Http404(path)
    scopes = _scopes(case, path)
    form = FactForm(
        sent(request),
        asked=fact_field(term, package_of(case.profile)),
        scopes=scopes,
        evidence=[(one.sha256, one.name) for one in case.documents],
        initial={"version": case.version},
    )
    by = actor_of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["value"]
        value = None if given in ("", None, []) else stated(term, given)
        scope = form.cleaned_data.get("scope") or (scopes[0][0] if scopes else "")
        if attempt(
            form,
            lambda: _establish(form, by, number, path, value, scope),
        ):
            messages.success(
                request, _("The fact is established; everything is computed anew.")
            )
            return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Establish: %(fact)s") % {"fact": fact_name(path)},
        about=_(
            "What the applicant stated stays in the record beside what you found. "
            "Advice given on the earlier facts is marked as such."
        ),
        send=_("Establish the fact"),
    )


def _establish(
    form: FactForm,
    by: Actor,
    number: str,
    path: str,
    value: Any,  # noqa: ANN401  # a fact is any plain JSON value
    scope: str,
) -> CaseView:
    return acts.correct_fact(
        by=by,
        case=number,
        path=path,
        value=value,
        reasons=form.cleaned_data["reasons"],
        scope=scope,
        evidence=tuple(form.cleaned_data.get("evidence", ())),
        version=form.seen,
    )
