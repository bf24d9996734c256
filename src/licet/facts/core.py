"""The facts that every application carries, whatever the law: items, parties, activity, plan."""

from licet.facts.model import PARTY_ROLES
from licet.facts.vocabulary import FactKind, FactTerm

ACTIVITIES = {
    "physical_export": "Goods leave the territory",
    "transmission": "Software or technology is sent electronically",
    "hosted_access": "People elsewhere use it on a server",
    "key_or_activation": "A licence key or activation is handed over",
    "update": "An update or upgrade is delivered",
    "support": "Remote support is given",
    "technical_assistance": "Technical assistance is given",
    "training": "People are trained",
    "deemed_export": "A foreign person is shown it inside the territory",
    "temporary_export": "It leaves and is to come back",
    "brokering": "A deal between two other countries is arranged",
    "transit": "It passes through the territory",
    "intra_union_transfer": "It moves between states of one customs union",
}
ITEM_KINDS = {
    "equipment": "Equipment or other goods",
    "hardware": "Equipment or other goods",
    "software": "Software",
    "technology": "Technology: knowledge needed to develop, produce or use",
    "service": "A service or assistance",
    "funds": "Money or financial means",
    "record": "A record, when only a duty or deadline is asked for",
}

_Row = tuple[str, FactKind, str]

_SHEET: tuple[_Row, ...] = (
    (
        "item.eccn",
        FactKind.TEXT,
        "Under which control list entry do you place the item?",
    ),
    ("item.description", FactKind.TEXT, "What is the item, in a few sentences?"),
    ("item.value", FactKind.NUMBER, "What is it worth?"),
    ("item.currency", FactKind.TEXT, "In which currency?"),
    ("item.quantity", FactKind.NUMBER, "How many leave?"),
    ("item.delivery", FactKind.TEXT, "How does it reach the system it acts on?"),
    ("item.persistence", FactKind.TEXT, "How does it stay on that system?"),
    (
        "item.number_of_targets",
        FactKind.INTEGER,
        "How many targets at once can it serve?",
    ),
    ("item.operator_runs_it", FactKind.TEXT, "Who operates it in daily use?"),
    ("item.hosting", FactKind.TEXT, "Where and by whom is it hosted?"),
    (
        "item.territory_limit",
        FactKind.BOOLEAN,
        "Is it technically limited to a territory?",
    ),
    (
        "item.logs",
        FactKind.BOOLEAN,
        "Does it keep logs that its operator cannot alter?",
    ),
    ("item.update_channel", FactKind.TEXT, "How does it receive updates?"),
    (
        "item.remote_disable",
        FactKind.BOOLEAN,
        "Can the supplier switch it off from afar?",
    ),
)
_DEAL: tuple[_Row, ...] = (
    ("destination", FactKind.COUNTRY, "Which country is the final destination?"),
    ("transit", FactKind.TEXTS, "Through which countries does it pass?"),
    (
        "activity.nationality",
        FactKind.COUNTRY,
        "Whose national is the person who sees it?",
    ),
    ("end_use", FactKind.TEXT, "What will it be used for?"),
    ("provenance.origin", FactKind.COUNTRY, "Where was it made or developed?"),
    ("provenance.developer", FactKind.TEXT, "Who developed it?"),
    (
        "provenance.controlled_content",
        FactKind.TEXT,
        "Which foreign controlled content is in it?",
    ),
    ("propagation.markets", FactKind.TEXTS, "Which markets is it meant for?"),
    ("propagation.onward_transfer", FactKind.TEXT, "May it be passed on, and to whom?"),
    ("propagation.safeguards", FactKind.TEXT, "What prevents re-export?"),
    (
        "propagation.undertaking",
        FactKind.BOOLEAN,
        "Has the end user signed an undertaking?",
    ),
)
_PARTY: tuple[_Row, ...] = (
    ("name", FactKind.TEXT, "What is its registered name?"),
    ("country", FactKind.COUNTRY, "In which country is it established?"),
    ("address", FactKind.TEXT, "What is its address?"),
    ("type", FactKind.TEXT, "What sort of person or body is it?"),
    ("registration", FactKind.TEXT, "Under which number is it registered?"),
    ("listed_on", FactKind.TEXTS, "On which official lists does it stand?"),
)
_OWNER: tuple[_Row, ...] = (
    ("owner.of", FactKind.TEXT, "In which party of this application does it hold a share? Give that party's name."),
    ("owner.share_low", FactKind.NUMBER, "What is the least share, in percent?"),
    ("owner.share_high", FactKind.NUMBER, "What is the largest share, in percent?"),
    ("owner.controls", FactKind.BOOLEAN, "Does it control that party in another way than by its share?"),
    ("owner.from", FactKind.DATE, "Since which day does it hold this?"),
    ("owner.until", FactKind.DATE, "Until which day did it hold this?"),
    ("director.of", FactKind.TEXT, "Which party of this application does this person direct? Give that party's name."),
    ("director.office", FactKind.TEXT, "In which office?"),
    ("director.from", FactKind.DATE, "Since which day?"),
    ("director.until", FactKind.DATE, "Until which day?"),
)  # fmt: skip


def core_vocabulary() -> dict[str, FactTerm]:
    """Every fact that needs no regime to be asked for, by path."""
    terms = [_term(*row) for row in (*_SHEET, *_DEAL, *_OWNER)]
    terms.append(
        FactTerm(
            path="owner.measure",
            kind=FactKind.CHOICE,
            choices={"shares": "The capital", "votes": "The votes"},
            question={"en": "A share of what?"},
        )
    )
    terms += [
        _term(
            f"{role}.{key}", kind, f"{role.replace('_', ' ').capitalize()}: {question}"
        )
        for role in PARTY_ROLES
        for key, kind, question in _PARTY
    ]
    terms.append(
        FactTerm(
            path="item.kind",
            kind=FactKind.CHOICE,
            choices=ITEM_KINDS,
            question={"en": "What sort of item is it?"},
        )
    )
    terms.append(
        FactTerm(
            path="activity.type",
            kind=FactKind.CHOICE,
            choices=ACTIVITIES,
            question={"en": "By which way does it leave?"},
            mutable=True,
        )
    )
    return {term.path: term for term in terms}


def _term(path: str, kind: FactKind, question: str) -> FactTerm:
    return FactTerm(path=path, kind=kind, question={"en": question})
