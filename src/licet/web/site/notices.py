"""The inbox of everybody who signs in, and how they are told: one for applicants and staff."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.errors import NotFoundError
from licet.web.casework.notices.kinds import KINDS, SEVERITIES, WAYS
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.notices import notices as reads
from licet.web.casework.services.notices import notices as acts
from licet.web.casework.views.notices import NoticeSettingView

TONES = {"deadline": "bad", "act": "wait", "news": ""}
_PLACES = {
    "case": ("portal:application", "workbench:case"),
    "licence": ("portal:licence", "workbench:licence"),
    "opinion": ("portal:opinion", "workbench:opinion"),
}
MAILED = {
    "at_once": gettext_lazy("by e-mail"),
    "daily": gettext_lazy("in the e-mail of the day"),
    "weekly": gettext_lazy("in the e-mail of the week"),
    "limit": gettext_lazy("in an e-mail with others, because there were many"),
    "none": gettext_lazy("only here"),
}


def page_asked(request: HttpRequest) -> int:
    """The page that an address asks for; the first when it is no number."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1  # noqa: PLR2004  # digits


@access("see_notices")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    found = reads.notices(
        viewer=actor_of(request),
        words=request.GET.get("words", "")[:100],
        unread_only=request.GET.get("show") == "unread",
        page=page_asked(request),
    )
    context = {
        "inbox": found,
        "tones": TONES,
        "severities": SEVERITIES,
        "mailed": MAILED,
        "may_hook": actor_of(request).may("see_webhooks"),
    }
    return render(request, "notices/inbox.html", context)


@access("see_notices")
@require_safe
def open_notice(request: HttpRequest, notice: str) -> HttpResponse:
    """Go to the matter of a notice, if its person may still see it."""
    by = actor_of(request)
    try:
        place = reads.place_of(viewer=by, notice=str(notice))
    except NotFoundError:
        reads.own_notice(by, str(notice))  # of somebody else: not there at all
        acts.mark_read(by=by, notice=str(notice))
        messages.warning(
            request, _("What this notice is about is not open to you any more.")
        )
        return redirect("notices")
    acts.mark_read(by=by, notice=str(notice))
    if not place.what:
        return redirect("notices")
    return redirect(_PLACES[place.what][by.is_staff], place.number)


@access("see_notices")
@require_POST
def read(request: HttpRequest, notice: str) -> HttpResponse:
    acts.mark_read(by=actor_of(request), notice=str(notice))
    return redirect("notices")


@access("see_notices")
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    acts.mark_all_read(by=actor_of(request))
    messages.success(
        request, _("All notices are marked as read. They stay in the list.")
    )
    return redirect("notices")


class SettingsForm(forms.Form):
    """How somebody is told of each kind that can be chosen."""

    def __init__(self, *args: object, kinds: tuple[NoticeSettingView, ...]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as they come
        for one in kinds:
            if not one.fixed:
                self.fields[one.kind] = forms.ChoiceField(
                    label=one.words,
                    choices=list(WAYS.items()),
                    initial=one.how,
                    error_messages={"required": _("Choose how you are told")},
                )


@access("set_notices")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    by: Actor = actor_of(request)
    kinds = tuple(
        one for one in reads.settings_of(viewer=by) if KINDS[one.kind].meets(by)
    )
    form = SettingsForm(sent(request), kinds=kinds)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: acts.set_notices(by=by, ways=form.cleaned_data))
    ):
        messages.success(request, _("We tell you as you chose from now on."))
        return redirect("notice_settings")
    context = {
        "form": form,
        "fixed": [one for one in kinds if one.fixed],
        "trouble": reads.notices(viewer=by).trouble,
    }
    return render(request, "notices/settings.html", context)


@access("try_address_again")
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    try:
        acts.try_address_again(by=actor_of(request))
    except NotFoundError:
        messages.info(request, _("Nothing is known against your address."))
    else:
        messages.success(request, _("We try your address again."))
    return redirect("notice_settings")
