"""Which address belongs to which zone, and the refusal of all others.

Public site, applicant portal and casework run as processes of their own, with database roles and
keys of their own: whoever breaks the public one holds neither applications nor keys. An address
that nobody placed here is answered by no zone.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

Answer = Callable[[HttpRequest], HttpResponseBase]


class Zone(StrEnum):
    """A process with a database role and keys of its own."""

    PUBLIC = "public"
    PORTAL = "portal"
    CASEWORK = "casework"


PUBLIC, PORTAL, CASEWORK = Zone.PUBLIC, Zone.PORTAL, Zone.CASEWORK
_EVERY = (PUBLIC, PORTAL, CASEWORK)
_SIGNED = (PORTAL, CASEWORK)
_API = "api/v1/"

# The longest beginning that fits a route decides. One zone each, but for signing in and out, health
# and language, and for what applicants and officers both ask of the API about their own matters.
PLACES: dict[str, tuple[Zone, ...]] = {
    "healthz": _EVERY,
    "readyz": _EVERY,
    "language/": _EVERY,
    "account/": _SIGNED,
    # Everybody who signs in has an inbox and a calendar, whichever process serves them.
    "notices/": _SIGNED,
    "calendar/": _SIGNED,
    "webhooks/": _SIGNED,
    "apply/": (PORTAL,),
    "work/": (CASEWORK,),
    "": (PUBLIC,),
    "help/": (PUBLIC,),
    "accessibility/": (PUBLIC,),
    "rules/": (PUBLIC,),
    # A comment is an act in the record, which only a holder of its keys can enter.
    "rules/drafts/": (PORTAL,),
    "check/": (PUBLIC,),
    "destinations/": (PUBLIC,),
    "figures/": (PUBLIC,),
    "verify/": (PUBLIC,),
    "record/": (PUBLIC,),
    ".well-known/": (PUBLIC,),
    "status/": (PUBLIC,),
    "log/": (PUBLIC,),
    _API: (CASEWORK,),
    f"{_API}openapi.json": (PUBLIC,),
    f"{_API}regimes": (PUBLIC,),
    f"{_API}schemas/": (PUBLIC,),
    f"{_API}determine": (PUBLIC,),
    f"{_API}destinations": (PUBLIC,),
    f"{_API}drafts": (PORTAL,),
    f"{_API}organisations": (PORTAL,),
    f"{_API}applications": (PORTAL,),
    f"{_API}held": (PORTAL,),
    f"{_API}notices": _SIGNED,
    f"{_API}webhooks": _SIGNED,
    f"{_API}opinions": _SIGNED,
    f"{_API}opinions/verify": (CASEWORK,),
    f"{_API}opinions/<number>/take": (CASEWORK,),
    f"{_API}opinions/<number>/draft": (CASEWORK,),
    f"{_API}opinions/<number>/send": (CASEWORK,),
    f"{_API}opinions/<number>/return": (CASEWORK,),
    f"{_API}opinions/<number>/issue": (CASEWORK,),
    f"{_API}opinions/<number>/revoke": (CASEWORK,),
    f"{_API}licences": _SIGNED,
    f"{_API}licences/<number>/checks": (CASEWORK,),
    f"{_API}licences/<number>/suspend": (CASEWORK,),
    f"{_API}licences/<number>/lift": (CASEWORK,),
    f"{_API}licences/<number>/revoke": (CASEWORK,),
    f"{_API}licences/<number>/annul": (CASEWORK,),
    f"{_API}licences/<number>/surrender": (PORTAL,),
    f"{_API}licences/<number>/answer": (PORTAL,),
    f"{_API}cases/<number>/record": _SIGNED,
}
_EXACT = frozenset({"", "healthz", "readyz"})  # no beginning of anything else


def zones_of(route: str) -> tuple[Zone, ...]:
    """The zones that answer a route of the map of addresses; none for one that nobody placed."""
    if route in PLACES:
        return PLACES[route]
    fitting = [one for one in PLACES if one not in _EXACT and route.startswith(one)]
    return PLACES[max(fitting, key=len)] if fitting else ()


def routes(
    patterns: Sequence[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[str]:
    """Every route of the map of addresses, as the resolver tells it."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        else:
            yield route


class _Zone:
    """Answer the addresses of this process's zone; nothing else is there."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (
            settings.LICET_SERVES == PUBLIC
        ):  # it knows nobody, and asks no table who it might be
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], *_: object
    ) -> None:
        """Ask the table before any view runs."""
        match = request.resolver_match
        if settings.LICET_SERVES and (
            match is None or settings.LICET_SERVES not in zones_of(match.route)
        ):
            raise Http404


def zone(get_response: Answer) -> Answer:
    """The middleware that keeps each zone to its own addresses."""
    return _Zone(get_response)
