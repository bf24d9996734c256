"""One case answered: facts read, ordinary answers entered, law applied, clocks counted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from licet.cli.casebook.listed import ListReader, lists_folder, with_listings
from licet.cli.casebook.score import Score, score
from licet.determination import (
    Covered,
    Determination,
    OutcomeKind,
    Program,
    assume_ordinary,
    compile_regime,
    deadlines,
    run_stack,
)
from licet.facts import FactKind, Transaction, Value, read_transaction
from licet.kernel import InputError, parse_day
from licet.regimes import Regime, UnknownRegimeError, load_regime

PACKAGES = {
    "US": "us/ear",
    "EU": "eu/2021-821",
    "UK": "uk/eco-2008",
    "WA": "wassenaar",
}
_YES = {
    OutcomeKind.AUTHORISATION_REQUIRED,
    OutcomeKind.PROHIBITED,
    OutcomeKind.CONFLICT,
}
SILENCE: Mapping[FactKind, Value] = {
    FactKind.BOOLEAN: False,
    FactKind.NUMBER: Decimal(0),
    FactKind.INTEGER: 0,
}  # the case files say: an absent key is false, none, 0 or not listed
Answer = dict[str, object]


class Answers:
    """Answers cases; packages are loaded and compiled once."""

    def __init__(self) -> None:
        self._regimes: dict[str, Regime] = {}
        self._programs: dict[tuple[str, date], Program] = {}
        folder = lists_folder()
        self._lists = None if folder is None else ListReader(folder)

    def answer(self, case: Mapping[str, object]) -> Answer:
        """One case with its answer and its score."""
        try:
            got = self._got(case)
        except UnknownRegimeError:
            return _unanswered(case, f"no package for {case['regime']}")
        except InputError as error:
            return _unanswered(case, str(error))
        result = score(case, got)
        return {"id": case["id"], "got": got, "ok": result.ok, "why": result.why}

    def _got(self, case: Mapping[str, object]) -> Answer:
        name = str(case["regime"])
        package = PACKAGES.get(name, name)
        regime = self._law(package)
        binding = [self._law(name) for name in regime.header.binds]
        stated = read_transaction(case["facts"])
        on = _day(case, stated, regime)
        transaction = with_listings(stated, self._lists, on)
        for law in (regime, *binding):
            transaction = assume_ordinary(transaction, law, silence=SILENCE)
        programs = [self._program(law, on) for law in (regime, *binding)]
        determination = run_stack(programs, transaction).combined
        got = _published(
            determination, stated, regime, european=not package.startswith("us/")
        )
        clock = [one.to_json() for one in deadlines(programs[0], transaction)]
        return {**got, "clock": {str(one["key"]): one["value"] for one in clock}}

    def _law(self, name: str) -> Regime:
        if name not in self._regimes:
            self._regimes[name] = load_regime(name)
        return self._regimes[name]

    def _program(self, regime: Regime, on: date) -> Program:
        key = (regime.header.id, on)
        if key not in self._programs:
            self._programs[key] = compile_regime(regime, on=on)
        return self._programs[key]


def _unanswered(case: Mapping[str, object], why: str) -> Answer:
    """A case that could not be answered: a miss, unless nothing of it is scored."""
    result = Score(ok=False, why=why)
    if "disputed" in case or "expected" not in case:
        result = score(case, {})
    return {"id": case["id"], "got": {}, "ok": result.ok, "why": result.why}


def _day(case: Mapping[str, object], stated: Transaction, regime: Regime) -> date:
    if case.get("as_of"):
        return parse_day(str(case["as_of"]))
    return stated.as_of or regime.header.version


def _published(
    determination: Determination,
    stated: Transaction,
    regime: Regime,
    *,
    european: bool,
) -> Answer:
    follows = determination.consequences
    covered = isinstance(determination.outcome, Covered)
    symbol = (
        determination.outcome.authorisation.symbol
        if isinstance(determination.outcome, Covered)
        else None
    )
    kind = determination.kind
    if len(determination.possible_outcomes) == 1:
        kind = determination.possible_outcomes[0]  # whatever an open instrument adds
    required = _required(kind, stated, european=european)
    symbols = {rule.symbol for rule in regime.rules.values() if rule.symbol}
    forms = follows.available
    if covered or not european:  # the forms of licence may be left out
        forms = tuple(one for one in forms if one in symbols)
    return {
        "classification": _entries(determination, stated),
        "licence_required": _required(kind, stated, european=False),
        "authorisation_required": required,
        "exception": symbol,
        "available": list(forms),
        "catch_all": list(follows.catch_alls) or None,
        "review_policy": [one.id for one in follows.review_policies] or None,
        "citations": [str(one) for one in determination.citations],
        "open_questions": [question.fact for question in determination.questions],
        "outcome": str(determination.kind),
        "possible_outcomes": [str(one) for one in determination.possible_outcomes],
        "verified": determination.verified,
    }


def _required(kind: OutcomeKind, stated: Transaction, *, european: bool) -> bool | None:
    view = stated.view()
    record = view.get("item.kind")
    if record is not None and record.value == "record":
        return None  # a question about a duty or a date, not about a transaction
    if kind is OutcomeKind.UNSETTLED:
        return None
    return kind in _YES or (european and kind is OutcomeKind.COVERED)


def _entries(determination: Determination, stated: Transaction) -> list[str]:
    found = [one.entry for one in determination.classification]
    claimed = stated.view().get("item.eccn")
    if not found and claimed is not None and claimed.value == "EAR99":
        return ["EAR99"]
    return found
