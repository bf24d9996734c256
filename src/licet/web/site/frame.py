"""What stands around every page: whose service, who I am, for whom I act, where I can go."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from licet.web.casework.access import ANONYMOUS, Actor
from licet.web.casework.selectors.notices.notices import unread

# Pages that belong to a section although their address does not begin with it.
_BELONG = {
    "/work/panels/": ("/work/agreements/", "/work/disclosures/", "/work/composites/")
}


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
    notices_url: str
    unread: int


def _places(actor: Actor) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if actor.may("see_queue"):
        found.append((_("Work"), "workbench:queue"))
    if actor.may("see_licences"):
        found.append((_("Licences"), "workbench:licences"))
    if actor.may("see_parties"):
        found.append((_("Parties"), "workbench:parties"))
    if actor.may("see_drafts"):
        found.append((_("Drafts of law"), "workbench:drafts"))
    if actor.may("see_panel_work"):
        found.append((_("My panel"), "workbench:panel_work"))
    if actor.may("see_panels"):
        found.append((_("Panels"), "workbench:panels"))
    if actor.may("see_template_desk"):
        found.append((_("Templates"), "workbench:templates"))
    if actor.may("see_home"):
        found.append((_("My applications"), "portal:home"))
    return [
        *found,
        (_("Do I need a licence?"), "register:check"),
        (_("The rules"), "register:rules"),
        (_("Figures"), "register:figures"),
        (_("Check a licence"), "register:verify"),
    ]


def _sections(path: str, actor: Actor) -> tuple[Section, ...]:
    places = [(text, reverse(name)) for text, name in _places(actor)]
    around = [
        href
        for _text, href in places
        if path.startswith((href, *_BELONG.get(href, ())))
    ]
    here = max(around, key=len, default="")
    return tuple(
        Section(text=text, href=href, current=href == here, exact=href == path)
        for text, href in places
    )


def _acting_for(actor: Actor) -> list[str]:
    """For whom a person acts: own organisations and principals, or teams."""
    principals = {one.principal_name for one in actor.mandates}
    return [
        *(actor.organisation_names or sorted(actor.teams)),
        *(_("%(name)s (as agent)") % {"name": name} for name in sorted(principals)),
    ]


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
        demonstration=settings.LICET_INVENTED,
        person=actor.name,
        acting_for=", ".join(_acting_for(actor)),
        sections=_sections(request.path, actor),
        messages=_messages(request),
        sign_in_url=reverse("account_login"),
        sign_out_url=reverse("account_logout"),
        account_url=reverse("account_email"),
        notices_url=reverse("notices"),
        # A page that says that the database failed asks it nothing.
        unread=0 if getattr(request, "asks_nothing", False) else unread(actor),
    )


def _messages(request: HttpRequest) -> tuple[str, ...]:
    if not hasattr(request, "_messages"):  # refused before the session was opened
        return ()
    return tuple(str(message) for message in get_messages(request))
