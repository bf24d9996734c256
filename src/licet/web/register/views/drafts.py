"""Drafts of law before the public: what they change, in words and in cases, and a way to comment."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.kernel import Citation
from licet.regimes.guidance import Statement, statements_html
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.law import drafts as reads
from licet.web.casework.services.law import drafts as services
from licet.web.casework.views import CommentReceiptView, LawDraftView
from licet.web.register import law
from licet.web.register.forms import DraftCommentForm
from licet.web.register.views.check import OUTCOMES
from licet.web.register.views.guide import markup

KINDS: dict[str, Any] = {
    "added": _("Added"),
    "removed": _("Removed"),
    "changed": _("Changed"),
}


@access("public")
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    found = reads.drafts()
    context = {
        "open": [one for one in found if one.is_open],
        "closed": [one for one in found if not one.is_open],
        "zone": settings.LICET_ZONE,
    }
    return render(request, "register/drafts.html", context)


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    found = reads.draft(slug)
    form = DraftCommentForm(sent(request))
    taken: list[CommentReceiptView] = []

    def send() -> None:
        given = {name: form.cleaned_data[name] for name in form.fields}
        taken.append(
            services.comment_on_draft(by=actor_of(request), slug=slug, **given)
        )

    if form.is_bound and form.is_valid() and attempt(form, send):
        return redirect("register:draft_receipt", slug, taken[0].id)
    return render(request, "register/draft.html", _context(found) | {"form": form})


def _context(found: LawDraftView) -> dict[str, object]:
    return {
        "draft": found.summary,
        "found": found,
        "published": found.summary.against in {one.id for one in law.headers()},
        "differences": [_shown(one) for one in found.differences],
        "outcomes": OUTCOMES,
        "kinds": KINDS,
        "zone": settings.LICET_ZONE,
        "contact": settings.LICET_CONTACT,
    }


def _shown(one: Mapping[str, Any]) -> dict[str, object]:
    title = f"{one['label']}: {one['title']}" if one["label"] else one["title"]
    before, after = (
        markup(statements_html(tuple(map(_statement, one[key])), lambda *_: ""))
        for key in ("before", "after")
    )
    return {
        "title": title,
        "before": before,
        "after": after,
        "gone": one["gone"],
        "new": one["new"],
    }


def _statement(raw: Mapping[str, Any]) -> Statement:
    """A stored sentence; it leads to no page, because the package may be another by now."""
    return Statement(
        words=raw["words"],
        law=Citation(**raw["law"]),
        under=tuple(map(_statement, raw.get("under", ()))),
    )


@access("public")
@require_safe
def text(request: HttpRequest, slug: str, name: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return HttpResponse(
        reads.draft_file(slug, name), content_type="text/plain; charset=utf-8"
    )


@access("public")
@require_safe
def receipt(request: HttpRequest, slug: str, comment: object) -> HttpResponse:
    context = {
        "received": reads.receipt(slug, str(comment)),
        "draft": reads.draft(slug).summary,
    }
    return render(request, "register/draft_receipt.html", context)
