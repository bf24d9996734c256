"""Checking a licence: in the browser where it can, on the server otherwise; three answers."""

import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.licence import SEES, Role, Verdict, age_in_words
from licet.web.casework.access import access
from licet.web.casework.application.files import read_capped
from licet.web.register import published
from licet.web.register.forms import CodeForm, PdfForm

_LARGEST = 50 * 1024 * 1024
WORKER: Final = Path(__file__).parents[1] / "verifier-worker.js"
ANSWERS: dict[str, tuple[str, Any]] = {
    "valid": ("good", _("Valid")),
    "not_valid": ("bad", _("Not valid")),
    "not_confirmed": ("wait", _("Not confirmed")),
}
# What the browser says for each reason; the server's words carry dates besides.
REASONS: dict[str, Any] = {
    "valid": _("It is signed by the authority, in force, and stands in its list."),
    "suspended": _(
        "It is suspended: nothing may leave until the authority lifts that."
    ),
    "revoked": _("It was revoked by the authority."),
    "annulled": _("It was annulled and counts as never issued."),
    "surrendered": _("Its holder surrendered it."),
    "expired": _("It has expired."),
    "exhausted": _("Its quantity is used up."),
    "replaced": _("A newer edition took its place. Ask its holder for that one."),
    "unreadable": _(
        "This is not a licence code, or a part of it is missing. Scan or copy all of it, from LICET1 to the end."
    ),
    "altered": _(
        "Its signature does not hold: it was altered, or the authority never signed it."
    ),
    "unknown_key": _(
        "It says that a key signed it which the authority never published."
    ),
    "key_set_older": _(
        "It is newer than the keys at hand. Connect and load this page again."
    ),
    "key_not_in_force": _("Its key was not in use when it says it was signed."),
    "key_compromised": _(
        "Its key is in other hands. Ask the authority for the licence signed anew."
    ),
    "other_authority": _("It names another authority as its issuer."),
    "issued_later": _("It says that it was issued in the future."),
    "not_yet_in_force": _("Its first day has not come."),
    "no_status": _(
        "The status list could not be loaded, so it may have been suspended or revoked."
    ),
    "status_unusable": _(
        "The status list at hand proves nothing. Connect and load this page again."
    ),
    "other_status_list": _("The status list at hand is not the one it refers to."),
    "status_later": _(
        "The status list is younger than this device's clock. Set the clock right."
    ),
    "issued_before_loss": _(
        "Its key is in other hands now, but the public log shows that it is older than the loss."
    ),
    "status_rolled_back": _(
        "The status list given is older than one that was seen here before. Connect and load this page again."
    ),
    "status_undone": _(
        "An earlier status list said that it had ended, a later one does not. Ask the authority."
    ),
    "status_stale": _(
        "The status list at hand is too old to rely on. Connect and load this page again."
    ),
}
FIELDS: dict[str, Any] = {
    "number": _("Number"),
    "kind": _("Kind"),
    "authority": _("Authority"),
    "regime": _("Law"),
    "first_day": _("First day"),
    "last_day": _("Last day"),
    "zone": _("Time zone"),
    "issued_at": _("Issued"),
    "licensee": _("Exporter"),
    "consignee": _("Consignee"),
    "end_user": _("End user"),
    "destination": _("Destination"),
    "items": _("Items"),
    "conditions": _("Conditions"),
    "end_use": _("End use"),
}


def _shown(verdict: Verdict) -> list[tuple[Any, object]]:
    return [
        (FIELDS[name], in_words(value))
        for name, value in verdict.disclosed
        if name in FIELDS
    ]


def in_words(value: object) -> str:
    """A field as people read it: parties, items and conditions in one line each."""
    match value:
        case {"name": name, "country": country}:
            return f"{name} ({country})"
        case {"entry": entry, "quantity": quantity, "unit": unit, **more}:
            said = f"{more.get('description', '')} {more.get('value', '')}".strip()
            return f"{entry}: {quantity} {unit}{f', {said}' if said else ''}"
        case {"type": kind, **more}:
            return str(more.get("words") or kind.replace("_", " "))
        case list():
            return "; ".join(in_words(one) for one in value)
        case None:
            return gettext("none")
        case _:
            return str(value)


def _role(form: CodeForm | PdfForm) -> Role:
    return Role(form.cleaned_data["role"] or Role.PUBLIC.value)


@access("public")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The service worker that keeps the verifier on the device, with what it has to keep."""
    page = reverse("register:verify")
    kept = {
        "page": page,
        "shell": [
            page,
            *(static(f"licet/{name}") for name in ("verify-page.js", "licet.css")),
            *(static(f"licet/{name}") for name in ("licet.js", "mark.svg")),
            f"{settings.STATIC_URL}licet/verify.js",
            f"{settings.STATIC_URL}licet/verify-text.js",
            static("govuk-frontend/govuk.css"),
        ],
        "fresh": [
            reverse("register:keys"),
            reverse("register:status", args=[published.STATUS_LIST]),
        ],
    }
    script = f"const KEPT = {json.dumps(kept)};\n{WORKER.read_text('utf-8')}"
    return HttpResponse(
        script, content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    code = CodeForm(request.POST if "check_code" in request.POST else None)
    paper = PdfForm(
        request.POST if "check_pdf" in request.POST else None,
        request.FILES if "check_pdf" in request.POST else None,
    )
    verdict: Verdict | None = None
    if "check_code" in request.POST and code.is_valid():
        verdict = published.check_text(code.cleaned_data["code"], _role(code))
    if "check_pdf" in request.POST and paper.is_valid():
        verdict = published.check_pdf(
            read_capped(paper.cleaned_data["pdf"].file, _LARGEST), _role(paper)
        )
    context = {
        "code": code,
        "paper": paper,
        "verdict": verdict,
        "answers": ANSWERS,
        "reasons": REASONS,
        "fields": FIELDS,
        "shown": _shown(verdict) if verdict else [],
        "withheld": [FIELDS[name] for name in verdict.withheld] if verdict else [],
        "age": age_in_words(verdict.status_age)
        if verdict and verdict.status_age is not None
        else "",
        "sees": {role.value: " ".join(sorted(SEES[role])) for role in Role},
        "lifetime": int(published.LIFETIME.total_seconds()),
        "status_list": published.STATUS_LIST,
    }
    return render(request, "register/verify.html", context)
