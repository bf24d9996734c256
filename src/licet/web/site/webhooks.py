"""Pages about addresses to which events go: for administrators of organisations and heads of bodies."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.errors import WrongStateError
from licet.web.casework.selectors.programs import webhooks as reads
from licet.web.casework.services.programs import webhook_deliveries
from licet.web.casework.services.programs import webhooks as acts
from licet.web.casework.views.webhooks import WebhookMade
from licet.web.casework.webhooks.kinds import EVENTS
from licet.web.site.notices import page_asked

STATES = {
    "on": ("good", gettext_lazy("on")),
    "off": ("bad", gettext_lazy("off")),
    "ended": ("", gettext_lazy("ended")),
}
STANDINGS = {
    "done": ("good", gettext_lazy("taken")),
    "waiting": ("wait", gettext_lazy("waits")),
    "given_up": ("bad", gettext_lazy("given up")),
}
REASONS = {
    "failing": gettext_lazy("It took nothing for days."),
    "gone": gettext_lazy("The receiver said that it is gone for good."),
    "asked": gettext_lazy("Somebody of yours switched it off."),
}
FAILURES = {
    "timeout": gettext_lazy("no answer in time"),
    "unreachable": gettext_lazy("cannot be reached"),
    "tls": gettext_lazy("its certificate does not hold"),
    "status": gettext_lazy("the answer was not a success"),
    "redirect": gettext_lazy("it sends elsewhere, where we do not follow"),
    "no_http": gettext_lazy("the answer was no HTTP"),
    "not_public": gettext_lazy("its name leads to an address that is not public"),
    "not_found": gettext_lazy("its name cannot be found"),
    "not_https": gettext_lazy("it is not https"),
    "ended": gettext_lazy("the address was ended"),
}


class AddressForm(forms.Form):
    """Where events go, and which."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "Begins with https:// and is reached from the public internet."
        ),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the address")},
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which events?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one")},
    )


class ReplayForm(forms.Form):
    """Since when everything is sent again."""

    since = forms.DateTimeField(
        label=gettext_lazy("Send everything again since"),
        help_text=gettext_lazy("In the authority's zone, for example 2026-07-31 08:00"),
        error_messages={
            "required": gettext_lazy("Give a day and a time"),
            "invalid": gettext_lazy("Give a day and a time that exist, for example 2026-07-31 08:00"),
        },
    )  # fmt: skip


@access("see_webhooks")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "owners": reads.owners(viewer),
        "hooks": reads.webhooks(viewer=viewer),
        "states": STATES,
    }
    return render(request, "webhooks/list.html", context)


def _show(
    request: HttpRequest,
    webhook: str,
    *,
    made: WebhookMade | None = None,
    form: ReplayForm | None = None,
) -> HttpResponse:
    asked = request.GET.get("standing", "")
    found = reads.deliveries(
        viewer=actor_of(request),
        webhook=webhook,
        standing=asked if asked in STANDINGS else "",
        page=page_asked(request),
    )
    context = {
        "found": found,
        "hook": found.webhook,
        "events": [EVENTS[one].words for one in found.webhook.kinds if one in EVENTS],
        "made": made,
        "form": form or ReplayForm(),
        "standing": asked if asked in STANDINGS else "",
        "states": STATES,
        "standings": STANDINGS,
        "reasons": REASONS,
        "failures": FAILURES,
    }
    answer = render(request, "webhooks/webhook.html", context)
    if made is not None:
        answer["Cache-Control"] = "no-store"
    return answer


@access("see_webhooks")
@require_safe
def shown(request: HttpRequest, webhook: str) -> HttpResponse:
    return _show(request, str(webhook))


@access("register_webhook")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, owner: str) -> HttpResponse:
    """Register an address; the answer shows its secret, once."""
    by = actor_of(request)
    found = reads.owner_for(by, owner)
    form = AddressForm(sent(request))
    offer(form, "kinds", found.kinds)
    if request.method == "POST" and form.is_valid():
        made: list[WebhookMade] = []
        if attempt(
            form,
            lambda: made.append(
                acts.register_webhook(by=by, owner=owner, **form.cleaned_data)
            ),
        ):
            return _show(request, made[0].webhook.id, made=made[0])
    context = {"form": form, "owner": found, "title": _("Register an address")}
    return render(request, "webhooks/address.html", context)


@access("change_webhook")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, webhook: str) -> HttpResponse:
    by = actor_of(request)
    hook = reads.webhook(viewer=by, webhook=str(webhook))
    start = {"url": hook.url, "kinds": list(hook.kinds)}
    form = AddressForm(sent(request), initial=start)
    offer(form, "kinds", hook.owner.kinds)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.change_webhook(by=by, webhook=hook.id, **form.cleaned_data),
        )
    ):
        messages.success(request, _("The address is changed. What waits goes there."))
        return redirect("webhook", hook.id)
    context = {"form": form, "owner": hook.owner, "title": _("Change the address")}
    return render(request, "webhooks/address.html", context)


@access("renew_webhook_secret")
@require_POST
def secret(request: HttpRequest, webhook: str) -> HttpResponse:
    try:
        made = acts.renew_webhook_secret(by=actor_of(request), webhook=str(webhook))
    except WrongStateError as error:
        messages.error(request, str(error))
        return redirect("webhook", webhook)
    return _show(request, str(webhook), made=made)


@access("switch_webhook")
@require_POST
def switch(request: HttpRequest, webhook: str) -> HttpResponse:
    on = request.POST.get("on") == "1"
    try:
        acts.switch_webhook(by=actor_of(request), webhook=str(webhook), on=on)
    except WrongStateError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is on. What happened meanwhile goes out now.") if on else _("It is off. What happens meanwhile is kept."))  # fmt: skip
    return redirect("webhook", webhook)


@access("end_webhook")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, webhook: str) -> HttpResponse:
    by = actor_of(request)
    hook = reads.webhook(viewer=by, webhook=str(webhook))
    if request.method == "POST":
        try:
            acts.end_webhook(by=by, webhook=hook.id)
        except WrongStateError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The address has ended. Its log stays."))
        return redirect("webhooks")
    return render(request, "webhooks/end.html", {"hook": hook})


@access("try_webhook")
@require_POST
def try_out(request: HttpRequest, webhook: str) -> HttpResponse:
    try:
        acts.try_webhook(by=actor_of(request), webhook=str(webhook))
    except WrongStateError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("A trial is on its way. Load this page again in a moment.")
        )
    return redirect("webhook", webhook)


@access("replay_webhook")
@require_POST
def replay(request: HttpRequest, webhook: str) -> HttpResponse:
    """Send one delivery again, or everything since a moment."""
    by, one = actor_of(request), request.POST.get("delivery", "")
    form = ReplayForm(request.POST)
    since: datetime | None = None
    if not one:
        if not form.is_valid():
            return _show(request, str(webhook), form=form)
        since = form.cleaned_data["since"]
    try:
        again = webhook_deliveries.replay_webhook(
            by=by, webhook=str(webhook), delivery=one, since=since
        )
    except WrongStateError as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(count)s delivery is sent again.", "%(count)s deliveries are sent again.", again)  # fmt: skip
        messages.success(request, words % {"count": again})
    return redirect("webhook", webhook)
