"""Guidance on the public site: the same sentences that the package decides by, page by page, any two days compared."""

from datetime import date
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from licet.kernel import ImpossibleDateError, canonical_bytes, parse_day
from licet.regimes import SHIPPED
from licet.regimes.guidance import (
    Address,
    Difference,
    Guidance,
    Statement,
    anchor,
    chapter_html,
    diagram_html,
    differences,
    guidance,
    outline_of_decision,
    statements_html,
)
from licet.risk import with_method
from licet.web.casework.access import access
from licet.web.casework.ports import legal_day, now
from licet.web.register import law

_DAYS_KEPT = 16


@lru_cache(maxsize=_DAYS_KEPT)
def told(package: str, on: date) -> Guidance:
    """The guidance of a package for a day, written once."""
    notes = SHIPPED / package / "CHANGES.md"
    text = notes.read_text("utf-8") if notes.is_file() else ""
    regime = law.regime(package)
    return with_method(guidance(regime, on, notes=text), regime)


def address_of(guide: Guidance) -> Address:
    """Where each leaf of a package stands on this site."""
    chapters = {
        (leaf.section, leaf.name): chapter.id
        for chapter in guide.chapters
        for leaf in chapter.leaves
    }
    package = guide.package

    def address(section: str, name: str) -> str:
        if section == "entries":
            return reverse("register:entry", args=[package, name])
        if section == "rules":
            return reverse("register:rule", args=[package, name])
        page = reverse("register:chapter", args=[package, chapters[section, name]])
        return f"{page}#{anchor(section, name)}"

    return address


def markup(html: str) -> Markup:
    """What the guidance writer made; it escapes every word itself."""
    return Markup(html)  # noqa: S704  # made of escaped words alone


@access("public")
@require_safe
def chapter(request: HttpRequest, package: str, chapter: str) -> HttpResponse:
    guide = told(package, _day(request.GET.get("on", "")))
    found = guide.chapter(chapter)
    if found is None:
        raise Http404(chapter)
    address = address_of(guide)
    drawn = ""
    if chapter == "decision":
        drawn = diagram_html(
            outline_of_decision(law.regime(package)),
            address,
            name="decision",
            title=_("The order in which a decision is reached"),
        )
    context = {
        "guide": guide,
        "chapter": found,
        "body": markup(drawn + chapter_html(found, address)),
    }
    return render(request, "register/chapter.html", context)


@access("public")
@require_safe
def data(request: HttpRequest, package: str) -> HttpResponse:
    guide = told(package, _day(request.GET.get("on", "")))
    name = f"{package.replace('/', '-')}-{guide.on.isoformat()}.json"
    return HttpResponse(
        canonical_bytes(guide.to_json()),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@access("public")
@require_safe
def compare(request: HttpRequest, package: str) -> HttpResponse:
    given = {key: request.GET.get(key, "") for key in ("from", "to")}
    header = law.regime(package).header
    context: dict[str, object] = {
        "law": header,
        "package": package,
        "given": given,
        "problem": "",
        "days": [],
        "found": None,
    }
    try:
        days = [parse_day(given[key]) for key in ("from", "to") if given[key]]
    except ImpossibleDateError as error:
        context["problem"] = str(error)
        return render(request, "register/compare.html", context)
    if len(days) == len(given):
        before, after = (told(package, day) for day in days)
        address = address_of(after)
        context["days"] = days
        context["found"] = [
            _shown(one, address, address_of(before))
            for one in differences(before, after)
        ]
    return render(request, "register/compare.html", context)


def _shown(one: Difference, address: Address, earlier: Address) -> dict[str, object]:
    return {
        "title": f"{one.leaf.label}: {one.leaf.title}"
        if one.leaf.label
        else one.leaf.title,
        "href": (earlier if one.gone else address)(one.leaf.section, one.leaf.name),
        "before": _sentences(one.before, earlier),
        "after": _sentences(one.after, address),
    }


def _sentences(many: tuple[Statement, ...], address: Address) -> Markup:
    return markup(statements_html(many, address))


def _day(written: str) -> date:
    """The day asked for; today where none, or none that exists, is given."""
    try:
        return parse_day(written)
    except ImpossibleDateError:
        return legal_day(now())
