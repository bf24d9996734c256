"""The rules as published: the same packages that decide, in plain words beside their law."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from licet.regimes import Data, EntryFits, Regime, Rule, RuleKind, covers, leaves
from licet.regimes.guidance import diagram_html, entry_steps
from licet.web.casework.access import access
from licet.web.casework.ports import legal_day, now
from licet.web.register import law
from licet.web.register.views import guide
from licet.web.register.wording import outline

_ORDER = (
    RuleKind.PROHIBITION,
    RuleKind.REQUIREMENT,
    RuleKind.CATCH_ALL,
    RuleKind.EXCEPTION,
    RuleKind.GENERAL_AUTHORISATION,
    RuleKind.BAR,
    RuleKind.DENIAL_POLICY,
    RuleKind.SCOPE,
    RuleKind.REFERRAL,
    RuleKind.DOCUMENT,
    RuleKind.AVAILABILITY,
    RuleKind.FLAG,
)


def _heading(kind: RuleKind) -> str:
    return {
        RuleKind.PROHIBITION: _("What is prohibited"),
        RuleKind.REQUIREMENT: _("When an authorisation is required"),
        RuleKind.CATCH_ALL: _("When an item on no list needs an authorisation"),
        RuleKind.EXCEPTION: _("Exceptions"),
        RuleKind.GENERAL_AUTHORISATION: _("General authorisations"),
        RuleKind.BAR: _("What takes an exception away"),
        RuleKind.DENIAL_POLICY: _("Where the policy is to refuse"),
        RuleKind.SCOPE: _("What lies outside these rules"),
        RuleKind.REFERRAL: _("Who else must be asked"),
        RuleKind.DOCUMENT: _("Documents that must come with an application"),
        RuleKind.AVAILABILITY: _("Forms of licence that can be applied for"),
        RuleKind.FLAG: _("Warning signs"),
    }[kind]


def _anchor(kind: RuleKind) -> str:
    return kind.value.replace("_", "-")


@access("public")
def packages(request: HttpRequest) -> HttpResponse:
    known = [
        (header, law.regime(header.id), header.id == settings.LICET_PROFILE)
        for header in law.headers()
    ]
    return render(request, "register/rules.html", {"packages": known})


@access("public")
def package(request: HttpRequest, package: str) -> HttpResponse:
    regime = law.regime(package)
    sections = [
        (_anchor(kind), _heading(kind), rules)
        for kind in _ORDER
        if (rules := _of_kind(regime, kind))
    ]
    tiers: dict[int, list[object]] = {}
    for entry in regime.entries.values():
        tiers.setdefault(entry.tier, []).append(entry)
    context = {
        "regime": regime,
        "package": package,
        "tiers": sorted(tiers.items(), reverse=True),
        "red_lines": [rule for rule in regime.rules.values() if rule.red_line],
        "sections": sections,
        "laws": [_criterion_law(regime, one) for one in regime.criteria],
        "unverified": _unverified(regime),
        "guide": guide.told(package, legal_day(now())),
    }
    return render(request, "register/package.html", context)


def _criterion_law(regime: Regime, criterion: Data) -> dict[str, object]:
    """Where a criterion stands; what its law leaves out is that of the package."""
    law_of = criterion["law"]
    assert isinstance(law_of, Mapping)  # noqa: S101  # the loader refuses a criterion without law
    header = {
        "instrument": regime.header.instrument,
        "uri": regime.header.uri,
        "verified": True,
    }
    return {**header, **law_of}


def _of_kind(regime: Regime, kind: RuleKind) -> list[Rule]:
    return [
        rule
        for rule in regime.rules.values()
        if rule.kind is kind and not rule.red_line
    ]


def _unverified(regime: Regime) -> int:
    leaves_of_law: Iterable[bool] = (
        one.law.verified
        for part in (regime.entries, regime.rules, regime.definitions)
        for one in part.values()
    )
    return sum(not verified for verified in leaves_of_law)


@access("public")
def entry(request: HttpRequest, package: str, number: str) -> HttpResponse:
    regime = law.regime(package)
    found = regime.entries.get(number)
    if found is None:
        raise Http404(number)
    written = guide.told(package, legal_day(now()))
    drawn = diagram_html(
        entry_steps(regime, found),
        guide.address_of(written),
        name="steps",
        title=_("What decides about %(number)s") % {"number": number},
    )
    context = {
        "regime": regime,
        "package": package,
        "entry": found,
        "drawn": guide.markup(drawn),
        "when": outline(found.when, regime) if found.when is not None else None,
        "unless": outline(found.unless, regime),
        "rules": [
            (rule, _heading(rule.kind))
            for rule in regime.rules.values()
            if _speaks_of(rule, number)
        ],
    }
    context |= {"text_hash": regime.texts.get(found.law.pinpoint)}
    return render(request, "register/entry.html", context)


def _speaks_of(rule: Rule, number: str) -> bool:
    named = (
        one
        for leaf in leaves(rule.when)
        if isinstance(leaf, EntryFits)
        for one in leaf.entries
    )
    return any(covers(one, number) or covers(number, one) for one in named)


@access("public")
def rule(request: HttpRequest, package: str, name: str) -> HttpResponse:
    regime = law.regime(package)
    found = regime.rules.get(name)
    if found is None:
        raise Http404(name)
    context = {
        "regime": regime,
        "package": package,
        "rule": found,
        "kind": _heading(found.kind),
        "when": outline(found.when, regime),
        "unless": outline(found.unless, regime),
        "conditions": [
            regime.conditions[one]
            for one in found.conditions
            if one in regime.conditions
        ],
        "policies": [
            regime.policies[one] for one in found.policies if one in regime.policies
        ],
    }
    context |= {"text_hash": regime.texts.get(found.law.pinpoint)}
    return render(request, "register/rule.html", context)
