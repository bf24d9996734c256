"""Every rule against one party's evidence."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from licet.diversion.misrepresentation import identity, money, purpose
from licet.diversion.misrepresentation.model import (
    Evidence,
    Given,
    Judgement,
    Outcome,
    Rule,
    SignalFinding,
)
from licet.diversion.misrepresentation.store import rules

_JUDGES: Mapping[str, Callable[[Given], Judgement]] = MappingProxyType(
    {
        "price_far_from_comparable": money.price,
        "payer_not_a_party": money.payer,
        "bank_in_third_country": money.bank,
        "commission_above_usual": money.commission,
        "new_company_large_order": money.new_company,
        "address_shared_with_unrelated": identity.address,
        "end_use_outside_purpose": purpose.end_use,
        "quantity_above_capacity": purpose.quantity,
        "declines_support": purpose.support,
        "forwarder_as_end_user": identity.forwarder,
        "contact_domain_mismatch": identity.contact,
        "registration_number_impossible": identity.numbers,
        "undertaking_out_of_time": identity.undertaking,
        "end_use_text_repeated": purpose.same_text,
        "item_does_not_fit_infrastructure": purpose.infrastructure,
        "web_presence_contradicts": identity.web,
        "unnecessary_route": purpose.route,
        "refusal_undisclosed": identity.refusal,
    }
)


def judge(evidence: Evidence) -> tuple[SignalFinding, ...]:
    """Ask every rule about one party in one transaction.

    Args:
        evidence: What is known, by path (``model.PATHS``); what is not known is absent.

    Returns:
        One finding for each rule in the published order. A rule of which any path is unknown
        cannot tell: silence would be clearance.
    """
    return tuple(_finding(rule, evidence) for rule in rules().values())


def _finding(rule: Rule, evidence: Evidence) -> SignalFinding:
    read = {path: evidence[path] for path in rule.reads if path in evidence}
    missing = tuple(path for path in rule.reads if path not in evidence)
    unknown = f"Not known: {', '.join(missing)}."
    if any(path in missing for path in rule.suffices):
        judged = Judgement(outcome=Outcome.CANNOT_TELL, words=unknown)
    else:
        judged = _JUDGES[rule.id](Given(evidence, rule.terms))
        if missing and judged.outcome is Outcome.SILENT and not judged.settled:
            words = f"{judged.words} {unknown}"
            judged = Judgement(outcome=Outcome.CANNOT_TELL, words=words)
    return SignalFinding(
        rule=rule,
        outcome=judged.outcome,
        words=judged.words,
        read=read,
        missing=missing,
    )
