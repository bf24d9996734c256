"""What stands above the queue: teams to choose, saved searches, mentions, ways to more."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from licet.web.casework.access import Actor
from licet.web.casework.acts.form_acts import offer
from licet.web.casework.selectors.desk.notes import mentions
from licet.web.casework.selectors.desk.queues import saved_filters, teams_with_cases


def offer_teams(form: forms.Form, viewer: Actor) -> None:
    """Give the filter its teams."""
    teams = [(one.code, one.name) for one in teams_with_cases(viewer=viewer)]
    offer(form, "team", [("", _("Any team")), *teams])


def queue_tools(viewer: Actor, wanted: dict[str, str]) -> dict[str, Any]:
    """What the page shows above the queue."""
    return {
        "wanted": wanted,
        "saved": saved_filters(viewer=viewer),
        "saved_address": _address,
        "mentions": mentions(viewer=viewer),
        "may_delegations": viewer.may("see_delegations"),
        "may_interest": viewer.may("declare_interest"),
        "may_assign_cases": viewer.may("assign_cases"),
        "may_workload": viewer.may("see_workload"),
    }


def _address(query: dict[str, str]) -> str:
    return f"{reverse('workbench:queue')}?{urlencode(query)}"
