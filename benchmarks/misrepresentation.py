"""False alarms of the rules of misrepresentation on 10,000 honest, invented cases, and their speed.

``python benchmarks/misrepresentation.py`` prints one JSON document; ``--results FILE`` renews its
section of that file. Every case is honest by construction, so whatever fires is a false alarm.
How often it fires follows from how honest trade is thought to behave: ``HABITS`` states every
such assumption as a number that anybody can change, none is measured on real trade. So the rates
say what the rules cost under these habits. They do not say how many dishonest cases are found.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import sqrt
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from licet.diversion.misrepresentation import Outcome, evidence_of, judge, rules

CASES = 10_000
SEED = 20260731
Z = 1.959964  # 95 %
UNKNOWN = 0.15  # of every piece of evidence, independently
HABITS: Mapping[str, tuple[float, str]] = {
    "special_configuration": (0.03, "an order priced three times higher or lower for a good reason"),
    "payer_of_the_group": (0.07, "a treasury, lessor or procurement body pays"),
    "bank_of_the_group": (0.04, "the account is in a third country for a good reason"),
    "high_commission": (0.02, "an agent earns 11 to 15 %, with an invoice for each hour"),
    "founded_within_a_year": (0.02, "the company is less than a year old"),
    "shared_tower": (0.03, "an unrelated party known here has the same address"),
    "miscoded_fields": (0.02, "the fields of end use and register are coded differently"),
    "spares": (0.03, "more is ordered than used at once, as spares"),
    "own_training": (0.04, "training is declined because own staff do it"),
    "logistics_company": (0.003, "a freight forwarder really is the end user"),
    "foreign_domain": (0.05, "the contact writes from the group's domain or a free one"),
    "misprint": (0.01, "a digit of the registration number is misprinted"),
    "late_signature": (0.03, "the undertaking is signed after the application"),
    "maker_s_template": (0.02, "the maker's template describes the end use"),
    "to_be_bought": (0.02, "infrastructure that is missing is being bought"),
    "old_pages": (0.03, "the web pages are out of date, or the group's"),
    "carrier_s_hub": (0.04, "the carrier goes by a hub that is not usual"),
    "refused_before": (0.01, "a refusal on the party is known here"),
    "refusal_unknown_to_applicant": (0.2, "of those: the applicant could not know"),
}  # fmt: skip
COUNTRIES = ("BR", "CL", "KR", "MX", "NO", "SN", "CH", "TH")
HUBS = ("AE", "SG", "PA", "NL")
FIELDS = ("banking", "telecommunications", "health", "policing", "energy", "research")
WORDS = tuple(a + b for a in "bdfgklmnprstvz" for b in ("ala", "en", "ir", "oro", "ux"))


class HonestTrade:
    """Invented cases of people who hide nothing; the same seed gives the same cases."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = np.random.default_rng(seed)
        self.template = self._text(30)

    def _habit(self, name: str) -> bool:
        return bool(self.chance.random() < HABITS[name][0])

    def _one(self, choices: tuple[str, ...]) -> str:
        return choices[int(self.chance.integers(len(choices)))]

    def _text(self, words: int) -> str:
        return " ".join(self._one(WORDS) for _ in range(words))

    def _money(self, middle: float, spread: float) -> Decimal:
        drawn = self.chance.lognormal(np.log(middle), spread)
        return Decimal(int(drawn * 100)) / 100

    def _number(self) -> str:
        """A Norwegian number that reckons right, or one digit off by a misprint."""
        while True:
            body = "".join(str(one) for one in self.chance.integers(1, 9, 8))
            weights = (3, 2, 7, 6, 5, 4, 3, 2)
            rest = sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11
            if rest != 1:
                last = (11 - rest) % 11
                break
        return body + str((last + 1) % 10 if self._habit("misprint") else last)

    def case(self) -> dict[str, object]:
        """What an officer would know of one honest case, before some of it is forgotten."""
        return {**self._money_facts(), **self._party_facts(), **self._deal_facts()}

    def _money_facts(self) -> dict[str, object]:
        usual = [self._money(1000, 0.35) for _ in range(int(self.chance.integers(0, 40)))]  # fmt: skip
        price = self._money(1000, 0.35)
        if self._habit("special_configuration"):
            price = price * 3 if self.chance.random() < 0.5 else price / 3
        price = price.quantize(Decimal("0.01"))
        orders = [self._money(20_000, 0.8) for _ in usual]
        value = self._money(20_000, 0.8)
        share = self.chance.uniform(11, 15) if self._habit("high_commission") else self.chance.uniform(0, 8)  # fmt: skip
        name, country = self._text(2), self._one(COUNTRIES)
        payer = self._text(2) if self._habit("payer_of_the_group") else name.upper()
        return {
            "item.unit_price": str(price),
            "comparable.prices": [str(one) for one in usual],
            "comparable.order_values": [str(one) for one in orders],
            "contract.value": str(value),
            "contract.commission": str((value * Decimal(str(round(share, 4))) / 100).quantize(Decimal("0.01"))),
            "payer.name": f"{payer} Ltd",
            "parties.names": [f"{name} Limited"],
            "parties.countries": [country],
            "party.country": country,
            "bank.country": self._one(HUBS) if self._habit("bank_of_the_group") else country,
        }  # fmt: skip

    def _party_facts(self) -> dict[str, object]:
        applied = date(2026, 3, 2) + timedelta(days=int(self.chance.integers(0, 365)))
        young = self._habit("founded_within_a_year")
        age = int(self.chance.integers(30, 365)) if young else int(365 + self.chance.exponential(15 * 365))  # fmt: skip
        signed = applied + timedelta(
            days=int(self.chance.integers(1, 30)) * (1 if self._habit("late_signature") else -1)
        )  # fmt: skip
        field, domain = self._one(FIELDS), f"{self._text(1)}.example"
        old = self._habit("old_pages")
        where = f"{self.chance.integers(1, 200)} {self._text(3)}"
        return {
            "application.on": applied.isoformat(),
            "party.founded": (applied - timedelta(days=age)).isoformat(),
            "undertaking.signed_on": signed.isoformat(),
            "party.fields": [field],
            "end_use.fields": ["other"] if self._habit("miscoded_fields") else [field],
            "web.fields": ["other"] if old else [field],
            "web.countries": [],
            "party.domain": domain,
            "contact.domain": "group.example" if self._habit("foreign_domain") else f"mail.{domain}",
            "party.numbers": [["NO-ORGNR", self._number()]],
            "party.address": where,
            "parties.addresses": [["Neighbour", where]] if self._habit("shared_tower") else [["Other", self._text(4)]],
            "party.business": "freight_forwarder" if self._habit("logistics_company") else "company",
        }  # fmt: skip

    def _deal_facts(self) -> dict[str, object]:
        capacity = int(self.chance.integers(1, 100))
        more = int(self.chance.integers(1, 5)) if self._habit("spares") else -int(self.chance.integers(0, capacity))  # fmt: skip
        templated = self._habit("maker_s_template")
        text = self.template if templated else self._text(30)
        usual = self._one(HUBS)
        refused = self._habit("refused_before")
        unaware = self._habit("refusal_unknown_to_applicant")
        return {
            "item.quantity": str(capacity + more),
            "party.capacity": str(capacity),
            "item.services": ["installation", "training", "support"],
            "contract.declined": ["training"] if self._habit("own_training") else [],
            "end_use.text": text,
            "end_use.others": [["MLA-2026-00001", self.template]],
            "item.needs": ["network"],
            "party.infrastructure": [] if self._habit("to_be_bought") else ["network"],
            "route.transit": [self._one(("HK", "OM"))] if self._habit("carrier_s_hub") else [usual],
            "route.usual": [usual],
            "refusals.known": ["MLA-2025-00001"] if refused else [],
            "refusals.disclosed": not (refused and unaware),
        }  # fmt: skip

    def cases(self, count: int) -> Iterator[dict[str, dict[str, object]]]:
        """Evidence of so many cases; each piece is unknown with the chance ``UNKNOWN``."""
        for _ in range(count):
            facts = self.case()
            forgotten = self.chance.random(len(facts)) < UNKNOWN
            yield {
                path: {"value": value, "source": "invented", "on": "2026-03-02"}
                for (path, value), gone in zip(facts.items(), forgotten, strict=True)
                if not gone
            }


def interval(fired: int, asked: int) -> tuple[float, float]:
    """Wilson's interval of a share, 95 %."""
    if not asked:
        return 0.0, 1.0
    share, square = fired / asked, Z * Z
    middle = share + square / (2 * asked)
    reach = Z * sqrt(share * (1 - share) / asked + square / (4 * asked * asked))
    whole = 1 + square / asked
    return max((middle - reach) / whole, 0.0), min((middle + reach) / whole, 1.0)


def measure(count: int = CASES, seed: int = SEED) -> dict[str, Any]:
    """Ask every rule of so many honest cases."""
    told = [evidence_of(one) for one in HonestTrade(seed).cases(count)]
    fired = dict.fromkeys(rules(), 0)
    asked = dict.fromkeys(rules(), 0)
    touched = 0
    began = process_time()
    for evidence in told:
        any_fired = False
        for found in judge(evidence):
            fires = found.outcome is Outcome.FIRES
            asked[found.rule.id] += found.outcome is not Outcome.CANNOT_TELL
            fired[found.rule.id] += fires
            any_fired = any_fired or fires
        touched += any_fired
    spent = process_time() - began
    table = {}
    for name in rules():
        low, high = interval(fired[name], asked[name])
        table[name] = {
            "cannot_tell": count - asked[name],
            "told": asked[name],
            "fired": fired[name],
            "rate": round(fired[name] / asked[name], 4) if asked[name] else None,
            "low": round(low, 4),
            "high": round(high, 4),
        }
    low, high = interval(touched, count)
    return {
        "name": "misrepresentation",
        "cases": count,
        "seed": seed,
        "cases_with_a_question": touched,
        "share": round(touched / count, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "cases_per_core_second": round(count / spent, 1),
        "rules": table,
        "assumptions": {name: share for name, (share, _) in HABITS.items()} | {"unknown": UNKNOWN},
    }  # fmt: skip


def section(found: Mapping[str, Any]) -> str:
    """The measurement as a section of the page of results."""
    lines = [
        "<!-- misrepresentation -->",
        "## Misrepresentation",
        "",
        f"{found['cases']} honest invented cases, seed {found['seed']}, made by `python benchmarks/misrepresentation.py --results",
        "benchmarks/RESULTS.md`. Whatever fires is a false alarm: a question to an officer that an honest case did not deserve. The rates follow",
        f"from the assumptions below, not from real trade; {found['assumptions']['unknown']:.0%} of every piece of evidence is unknown. They do not say how many",
        "dishonest cases are found: nobody has a fair sample of those.",
        "",
        f"At least one question in {found['share']:.1%} of cases ({found['low']:.1%} to {found['high']:.1%}, Wilson 95 %). {found['cases_per_core_second']:.0f} cases a core second,",
        f"{len(found['rules'])} rules each, on a shared machine.",
        "",
        "| rule | could tell | fired | rate of those | 95 % |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {name} | {one['told']} | {one['fired']} | {one['rate']:.2%} | {one['low']:.2%} to {one['high']:.2%} |"
        for name, one in found["rules"].items()
    ]
    lines += ["", "| assumed of honest trade | share |", "| --- | --- |"]
    lines += [f"| {words} | {share:.1%} |" for share, words in HABITS.values()]
    return "\n".join([*lines, "<!-- /misrepresentation -->", ""])


def renew(page: Path, text: str) -> None:
    """Put the section in place of the one that stands there, or at the end."""
    first, last = "<!-- misrepresentation -->", "<!-- /misrepresentation -->\n"
    told = page.read_text("utf-8")
    if first in told:
        before, _, rest = told.partition(first)
        told = before + text + rest.partition(last)[2]
    else:
        told = told.rstrip("\n") + "\n\n" + text
    page.write_text(told, "utf-8")


def main(words: list[str]) -> None:
    """Measure and print; with ``--results`` also renew the page."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--results", type=Path)
    said.add_argument("--cases", type=int, default=CASES)
    given = said.parse_args(words)
    found = measure(given.cases)
    if given.results:
        renew(given.results, section(found))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
