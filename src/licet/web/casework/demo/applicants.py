"""What applicants of the demo have beside their cases: a template, a library, an agent."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from licet.web.casework.demo.accounts import Cast
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.applying.library import keep_library_entry
from licet.web.casework.services.applying.templates import (
    NewVersion,
    draft_template,
    review_template,
)
from licet.web.casework.services.people.mandates import MandateTerms, give_mandate
from licet.web.casework.services.people.organisations import invite_member

TEMPLATE = "bank-red-team"
_AGENT = "MD-101377"
_MANDATE = timedelta(days=1000)


def furnish(cast: Cast, items: Mapping[str, Any]) -> None:
    """Give the invented applicants what they would have by now, by driving the services.

    Args:
        cast: Everybody.
        items: The invented items by key.
    """
    tool = items["red_team_platform"]
    facts = {path.removeprefix("item."): value for path, value in tool["facts"].items()}
    item = {"name": f"{tool['name']} (invented)", "facts": facts | tool["capability"]}
    _publish_template(cast, item)
    own, by = cast.organisations["halden"], cast.actor("halden_contact")
    keep_library_entry(by=by, organisation=own, kind="item", content=item)
    invite_member(
        by=by, organisation=own, email="legal@halden.example", role="preparer"
    )
    day = legal_day(now())
    terms = MandateTerms(
        registration=_AGENT,
        country="SE",
        rights=("prepare", "submit"),
        first=day,
        last=day + _MANDATE,
    )
    give_mandate(by=by, organisation=own, terms=terms)


def _publish_template(cast: Cast, item: Mapping[str, Any]) -> None:
    content = {
        "sections": {
            "items": {"items": [item]},
            "end_use": {"facts": {"end_use": "Security testing of its own systems"}},
            "activity": {"facts": {"activity.type": "hosted_access"}},
            "propagation": {
                "facts": {
                    "plan.onward_kind": "never",
                    "plan.safeguard_measures": ["logs", "remote_disable"],
                }
            },
        },
        "conditions": [{"type": "no_onward_transfer", "checker": "INS"}],
        "documents": ["contract"],
    }
    says = NewVersion(
        title="Red-team platform, hosted, for a bank (invented)",
        purpose="A bank abroad tests its own systems with a platform that the exporter hosts.",
        kind="individual",
        content=json.dumps(content),
        reviewed_with="Industry and Research Panel (invented), third meeting",
    )
    draft_template(by=cast.actor("policy"), code=TEMPLATE, says=says)
    review_template(by=cast.actor("head"), code=TEMPLATE, version=1, approved=True)
