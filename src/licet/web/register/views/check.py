"""The self-check: legal order first, then one question at a time, nothing stored."""

from datetime import UTC, date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.facts import FactKind, FactTerm, coerce, core_vocabulary
from licet.kernel import InputError, canonical_bytes
from licet.regimes import Regime, in_words
from licet.web.casework.access import access
from licet.web.casework.law.asking import fact_field, stated
from licet.web.casework.letters import render_self_check
from licet.web.casework.ports import legal_day, now
from licet.web.register import law
from licet.web.register.forms import LegalOrderForm, QuestionForm
from licet.web.register.selfcheck import (
    Json,
    SelfCheck,
    changes,
    guided_paths,
    next_question,
    read_token,
    record,
    result,
)

OUTCOMES: dict[str, tuple[str, Any]] = {
    "not_subject": ("good", _("These rules do not apply")),
    "not_controlled": ("good", _("Not controlled")),
    "no_authorisation_required": ("good", _("No licence is required")),
    "covered": ("good", _("Covered without a licence of your own")),
    "authorisation_required": ("wait", _("You need a licence")),
    "prohibited": ("bad", _("Prohibited")),
    "unsettled": ("wait", _("Unsettled: more has to be known")),
    "conflict": ("bad", _("The rules conflict: ask the authority")),
}

# What else fires (documents, referrals, forms of licence) has a place of its own on the page.
_DECIDING = frozenset(
    {
        "scope",
        "requirement",
        "catch_all",
        "exception",
        "general_authorisation",
        "bar",
        "prohibition",
        "denial_policy",
    }
)


def _go(name: str, state: SelfCheck, **more: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'s': state.token(), **more})}")


def _term(regime: Regime, fact: str) -> FactTerm:
    known = regime.facts.get(fact) or core_vocabulary().get(fact)
    return known or FactTerm(path=fact, kind=FactKind.TEXT, question={"en": fact})


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    laws = [
        (header.id, f"{in_words(header.title)} ({header.instrument})")
        for header in law.headers()
    ]
    first = {"law": settings.LICET_PROFILE, "on": legal_day(now())}
    form = LegalOrderForm(
        request.POST if request.method == "POST" else None, laws=laws, initial=first
    )
    if request.method == "POST" and form.is_valid():
        chosen: date = form.cleaned_data["on"]
        return _go(
            "register:question", SelfCheck(law=form.cleaned_data["law"], on=chosen)
        )
    paths = [
        (name, told)
        for header in law.headers()
        for name, told in guided_paths(header.id).items()
    ]
    context = {"form": form, "paths": dict(paths)}
    return render(request, "register/check.html", context)


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def guided(request: HttpRequest, path: str) -> HttpResponse:
    """The start of a guided path: what it is for, by which law, and the day asked about."""
    package, told = _path_named(path)
    on = legal_day(now())
    if request.method == "POST":
        return _go("register:question", SelfCheck(law=package, on=on, path=path))
    regime = law.regime(package)
    asks = [in_words(_term(regime, fact).question) for fact in told["asks"]]
    context = {"told": told, "path": path, "asks": asks, "law": regime.header, "on": on}
    context["law_of"] = _citation(told, regime)
    return render(request, "register/guided.html", context)


def _citation(told: Json, regime: Regime) -> Json:
    law_of: Json = told["law"]
    return {
        "instrument": law_of.get("instrument", regime.header.instrument),
        "pinpoint": law_of["pinpoint"],
        "uri": law_of.get("uri"),
        "verified": law_of.get("verified", True),
    }


def _path_named(path: str) -> tuple[str, Json]:
    """The first package of this authority that describes the path.

    Raises:
        Http404: None does.
    """
    for header in law.headers():
        found = guided_paths(header.id).get(path)
        if found is not None:
            return header.id, found
    raise Http404(path)


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    state = read_token(request.GET.get("s", ""))
    if state is None:
        return redirect("register:check")
    regime = law.regime(state.law)
    wanted = request.GET.get("again", "")
    if wanted:
        state = state.without(wanted)
    found = result(state)
    asked = _asked(found, wanted, state)
    if asked is None:
        return _go("register:result", state)
    form = _form(request, regime, asked)
    if request.method == "POST":
        if "unknown" in request.POST:
            return _go("register:question", state.not_known(asked["fact"]))
        answered = _answered(form, state, _term(regime, asked["fact"]))
        if answered is not None:
            return _go("register:question", answered)
    context = {"form": form, "asked": asked, **_panel(state, regime, found)}
    return render(request, "register/question.html", context)


def _asked(found: Json, wanted: str, state: SelfCheck) -> Json | None:
    """The question to put: the one a person came back to, else the next that matters."""
    if not wanted:
        return next_question(state, found)
    for one in found["questions"]:
        if one["fact"] == wanted:
            chosen: Json = one
            return chosen
    term = _term(law.regime(state.law), wanted)
    return {
        "fact": wanted,
        "question": in_words(term.question),
        "why": _(
            "As things stand it decides nothing, but another answer may change that."
        ),
        "citation": term.law.to_json() if term.law else None,
    }


def _form(request: HttpRequest, regime: Regime, asked: Json) -> QuestionForm:
    field = fact_field(
        _term(regime, asked["fact"]), regime, question=asked["question"], required=True
    )
    sent = request.method == "POST" and "unknown" not in request.POST
    return QuestionForm(request.POST if sent else None, asked=field)


def _answered(form: QuestionForm, state: SelfCheck, term: FactTerm) -> SelfCheck | None:
    if not form.is_valid():
        return None
    given = form.cleaned_data["answer"]
    try:
        value = stated(term, given)
        coerce(term, tuple(value) if isinstance(value, list) else value)
        changed = state.answered(term.path, value)
        changed.transaction()
    except InputError as error:
        form.add_error("answer", str(error))
        return None
    return changed


def _panel(state: SelfCheck, regime: Regime, found: Json) -> dict[str, object]:
    tone, label = OUTCOMES[found["outcome"]]
    return {
        "state": state,
        "token": state.token(),
        "law": regime.header,
        "found": found,
        "tone": tone,
        "label": label,
        "possible": [OUTCOMES[one][1] for one in found["possible_outcomes"]],
        "answers": [
            (
                path,
                in_words(_term(regime, path).question),
                _said(_term(regime, path), value),
            )
            for path, value in state.answers.items()
        ],
        "passed": [
            (path, in_words(_term(regime, path).question)) for path in state.open
        ],
        "applied": [
            one for one in found["rules"] if one["fired"] and one["kind"] in _DECIDING
        ],
    }


def _said(term: FactTerm, value: object) -> object:
    if isinstance(value, str) and value in term.choices:
        return term.choices[value]
    return value


@access("public")
@require_safe
def outcome(request: HttpRequest) -> HttpResponse:
    state = read_token(request.GET.get("s", ""))
    if state is None:
        return redirect("register:check")
    regime = law.regime(state.law)
    found = result(state)
    context = {
        **_panel(state, regime, found),
        "governing": state.law == settings.LICET_PROFILE,
        "made_at": now(),
        "changes": changes(state),
        "outcomes": OUTCOMES,
        "told": guided_paths(state.law).get(state.path),
    }
    return render(request, "register/result.html", context)


def _record(state: SelfCheck) -> dict[str, object]:
    return record(
        state,
        result(state),
        authority=settings.LICET_AUTHORITY,
        made_at=now().astimezone(UTC).isoformat(timespec="seconds"),
    )


@access("public")
@require_safe
def saved(request: HttpRequest, form: str) -> HttpResponse:
    """The reasoned record as a file: JSON, or a PDF with the JSON attached."""
    state = read_token(request.GET.get("s", ""))
    if state is None:
        return redirect("register:check")
    kept = _record(state)
    pdf = form == "pdf"
    return HttpResponse(
        render_self_check(kept, gettext) if pdf else canonical_bytes(kept),
        content_type="application/pdf" if pdf else "application/json",
        headers={"Content-Disposition": f'attachment; filename="self-check.{form}"'},
    )
