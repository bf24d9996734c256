"""What stands around every page: whose service, who I am, for whom I act, where I can go."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from licet.web.casework.access import ANONYMOUS, Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One entry of the main navigation."""

    text: str
    href: str
    current: bool
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Everything that the base layout shows besides the page itself."""

    authority: str
    state: str
    contact: str
    language: str
    direction: str
    zone: str
    demonstration: bool
    person: str
    acting_for: str
    sections: tuple[Section, ...]
    messages: tuple[str, ...]
    sign_in_url: str
    sign_out_url: str
    account_url: str


def _section(text: str, name: str, path: str) -> Section:
    href = reverse(name)
    inside = path == href if href == "/" else path.startswith(href)
    return Section(text=text, href=href, current=inside, exact=path == href)


def _sections(path: str, actor: Actor) -> tuple[Section, ...]:
    found: list[Section] = []
    if actor.may("see_queue"):
        found.append(_section(_("Work"), "workbench:queue", path))
    if actor.may("see_licences"):
        found.append(_section(_("Licences"), "workbench:licences", path))
    if actor.may("see_home"):
        found.append(_section(_("My applications"), "portal:home", path))
    found += [
        _section(_("Do I need a licence?"), "register:check", path),
        _section(_("The rules"), "register:rules", path),
        _section(_("Figures"), "register:figures", path),
        _section(_("Check a licence"), "register:verify", path),
    ]
    return tuple(found)


def frame_of(request: HttpRequest) -> Frame:
    """Say what surrounds the page that answers this request.

    Args:
        request: The request being answered.

    Returns:
        The frame, in the reader's language.
    """
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return Frame(
        authority=settings.LICET_AUTHORITY,
        state=settings.LICET_AUTHORITY_STATE,
        contact=settings.LICET_CONTACT,
        language=translation.get_language() or "en",
        direction="rtl" if translation.get_language_bidi() else "ltr",
        zone=settings.LICET_ZONE,
        demonstration=settings.LICET_DEMO,
        person=actor.name,
        acting_for=", ".join(actor.organisation_names or sorted(actor.teams)),
        sections=_sections(request.path, actor),
        messages=_messages(request),
        sign_in_url=reverse("account_login"),
        sign_out_url=reverse("account_logout"),
        account_url=reverse("account_email"),
    )


def _messages(request: HttpRequest) -> tuple[str, ...]:
    if not hasattr(request, "_messages"):  # refused before the session was opened
        return ()
    return tuple(str(message) for message in get_messages(request))
