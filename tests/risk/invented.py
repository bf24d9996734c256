"""A small invented law with criteria of every form."""

from licet.facts import Transaction, read_transaction
from licet.regimes import Regime, read_regime

PACKAGE = """
package: {id: test/risk, title: {en: An invented law}, jurisdiction: XX, zone: UTC, instrument: Invented Act,
  uri: https://example.org/act, version: "2026-07-31", author: Tests}
facts:
  item.kind: {type: text, question: {en: What kind?}, ordinary: software}
  destination: {type: country, question: {en: Where to?}}
  end_user.type: {type: text, question: {en: Who?}}
  end_use.record: {type: choice, choices: [bad, good], question: {en: Which record?}}
rules:
  - {id: never, kind: prohibition, red_line: true, title: {en: Never there}, law: {pinpoint: Art. 1}, when: {fact: destination, is: KP}}
"""
CRITERIA = """
criteria:
  - id: rights
    title: {en: Clear risk to human rights}
    words: {en: Then refuse.}
    mandatory: true
    law: {pinpoint: Art. 7}
    established_when: {fact: end_use.record, is: bad}
    contradicted_when: {fact: end_use.record, is: good}
    facts: [end_use.record]
  - id: judged
    title: {en: The officer judges}
    question: {en: What does the officer know?}
    law: {pinpoint: Art. 8, verified: false}
  - id: place
    title: {en: A place of concern}
    favourable: true
    law: {pinpoint: Art. 9}
    when: {fact: destination, in: [KP, VN]}
    contradicted_when: {fact: end_user.type, is: bank}
"""


def law(criteria: str = CRITERIA) -> Regime:
    regime, problems = read_regime({"package.yaml": PACKAGE, "criteria.yaml": criteria})
    assert problems == ()
    assert regime is not None
    return regime


def facts(**short: object) -> Transaction:
    return read_transaction({"item": {"kind": "software"}, **short})
