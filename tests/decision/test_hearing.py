"""No refusal before the applicant answered or let the time pass; no finding passed over in silence."""

from datetime import date
from decimal import Decimal

import pytest

from licet.decision import (
    CriterionFinding,
    DecisionOutcome,
    Delegation,
    Disagreement,
    Draft,
    Ground,
    IncompleteDraftError,
    NoticeStanding,
    SecretReason,
    hearing_obstacles,
    holds_delegation,
    require_complete,
    unanswered_findings,
)
from licet.decision.delegation import Matter
from licet.kernel import Interval

LAST = date(2026, 3, 16)
OPEN = NoticeStanding(
    criteria=frozenset({"c2"}), served_on=date(2026, 3, 2), respond_by=LAST
)
ANSWERED = NoticeStanding(criteria=frozenset({"c2"}), answered=True)
CONSIDERED = NoticeStanding(criteria=frozenset({"c2"}), answered=True, considered=True)
UNSERVED = NoticeStanding(criteria=frozenset({"c2"}))


@pytest.mark.parametrize(
    ("notice", "criteria", "on", "code"),
    [
        pytest.param(None, {"c2"}, LAST, "no_notice", id="nobody was told"),
        pytest.param(OPEN, {"c2", "c7"}, LAST, "no_notice", id="another ground"),
        pytest.param(UNSERVED, {"c2"}, LAST, "notice_open", id="not served"),
        pytest.param(OPEN, {"c2"}, date(2026, 3, 15), "notice_open", id="day before"),
        pytest.param(OPEN, {"c2"}, LAST, "notice_open", id="last day"),
        pytest.param(OPEN, {"c2"}, date(2026, 3, 17), "", id="day after"),
        pytest.param(
            ANSWERED, {"c2"}, LAST, "answer_not_considered", id="answer unread"
        ),
        pytest.param(CONSIDERED, {"c2"}, LAST, "", id="answer considered"),
        pytest.param(OPEN, set(), date(2026, 3, 17), "", id="fewer grounds"),
    ],
)
def test_a_refusal_waits_until_the_applicant_was_heard(
    notice: NoticeStanding | None, criteria: set[str], on: date, code: str
) -> None:
    found = hearing_obstacles(notice, criteria=frozenset(criteria), on=on)
    assert [one.code.value for one in found] == ([code] if code else [])


def draft(outcome: str, **said: object) -> Draft:
    ground = Ground(criterion="c2", evidence=("e",), words="It applies.")
    grounds = (ground,) if outcome == "refuse" else ()
    return Draft(
        outcome=DecisionOutcome(outcome),
        grounds=grounds,
        conditions=(),
        reasons="Because.",
        **said,  # type: ignore[arg-type]
    )


def finding(standing: str, *, mandatory: bool = False) -> CriterionFinding:
    return CriterionFinding(
        id="f1", criterion="c2", title="C2", standing=standing, mandatory=mandatory
    )


@pytest.mark.parametrize(
    ("outcome", "found", "unanswered"),
    [
        pytest.param("grant", finding("established"), True, id="a grant over it"),
        pytest.param(
            "grant", finding("established", mandatory=True), False, id="barred anyhow"
        ),
        pytest.param("grant", finding("not_established"), False, id="a grant with it"),
        pytest.param("grant", finding("disputed"), False, id="nothing to follow"),
        pytest.param("refuse", finding("not_established"), True, id="refused over it"),
        pytest.param("refuse", finding("established"), False, id="refused with it"),
        pytest.param(
            "no_licence_required", finding("established"), False, id="no licence"
        ),
    ],
)
def test_who_does_not_follow_a_finding_says_why(
    outcome: str, found: CriterionFinding, *, unanswered: bool
) -> None:
    assert bool(unanswered_findings(draft(outcome), [found])) is unanswered
    why = (Disagreement(finding="f1", reasons="The source is another unit."),)
    assert unanswered_findings(draft(outcome, disagreements=why), [found]) == ()


def test_a_finding_on_a_criterion_not_relied_on_needs_no_word() -> None:
    other = CriterionFinding(
        id="f9", criterion="c9", title="C9", standing="not_established"
    )
    assert unanswered_findings(draft("refuse"), [other]) == ()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        pytest.param(
            {"disagreements": (Disagreement(finding="f1", reasons=" "),)},
            "do not follow",
            id="no reason",
        ),
        pytest.param(
            {"secret": (SecretReason(marking="confidential", words="x", gist=" "),)},
            "gist",
            id="no gist",
        ),
        pytest.param(
            {"secret": (SecretReason(marking="confidential", words=" ", gist="x"),)},
            "its words",
            id="no words",
        ),
        pytest.param({"without_notice": "danger"}, "exception", id="no reason for it"),
    ],
)
def test_what_stands_beside_a_draft_is_explained(
    said: dict[str, object], says: str
) -> None:
    with pytest.raises(IncompleteDraftError, match=says):
        require_complete(draft("refuse", **said))


def test_a_draft_that_explains_everything_beside_it_is_complete() -> None:
    whole = draft(
        "refuse",
        disagreements=(Disagreement(finding="f1", reasons="Another unit."),),
        secret=(SecretReason(marking="confidential", words="R saw it.", gist="Seen."),),
        without_notice="danger",
        without_notice_reasons="It leaves tomorrow.",
    )
    require_complete(whole)


LINE = Delegation(
    holder="p",
    acts=frozenset({"grant"}),
    highest_tier=4,
    days=Interval(first=date(2026, 1, 1), last=None),
    instrument="Order",
    regimes=frozenset({"eu/2021-821"}),
    kinds=frozenset({"transmission", "hosted_access"}),
    highest_value=Decimal(1000),
    currency="EUR",
)


def matter(**changes: object) -> Matter:
    said: dict[str, object] = {
        "regime": "eu/2021-821",
        "kinds": frozenset({"transmission"}),
        "values": {"EUR": Decimal(1000)},
        "unvalued": 0,
    }
    return Matter(**said | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("about", "covered"),
    [
        pytest.param(matter(), True, id="within every limit"),
        pytest.param(matter(regime="us/ear"), False, id="another law"),
        pytest.param(matter(kinds=frozenset({"brokering"})), False, id="another kind"),
        pytest.param(
            matter(kinds=frozenset({"transmission", "brokering"})),
            False,
            id="one kind too many",
        ),
        pytest.param(matter(kinds=frozenset()), False, id="kind unknown"),
        pytest.param(
            matter(values={"EUR": Decimal("1000.01")}), False, id="above the value"
        ),
        pytest.param(matter(values={"USD": Decimal(1)}), False, id="another currency"),
        pytest.param(matter(unvalued=1), False, id="an item without a value"),
        pytest.param(None, False, id="nothing known"),
    ],
)
def test_a_limited_delegation_covers_only_what_is_known_to_lie_within(
    about: Matter | None, *, covered: bool
) -> None:
    found = holds_delegation(
        (LINE,), "p", "grant", tier=4, on=date(2026, 3, 2), matter=about
    )
    assert (found is LINE) is covered
