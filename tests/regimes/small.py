"""A small invented law with every form of the language, for the tests of the law engine."""

from datetime import date

from licet.facts import Transaction, read_transaction
from licet.regimes import Regime, read_regime

DAY = date(2026, 7, 31)

PACKAGE = """
package:
  id: test/small
  title: {en: An invented law}
  jurisdiction: XX
  zone: UTC
  instrument: Invented Act
  uri: https://example.org/act
  version: "2026-07-31"
  author: Tests
"""

FACTS = """
facts:
  item.eccn: {type: text, question: {en: Which entry?}}
  item.kind: {type: text, question: {en: What kind?}}
  item.roles: {type: choices, choices: [delivery, console, implant], question: {en: Which roles?}, ordinary: []}
  item.bits: {type: integer, question: {en: How long is the key?}, ordinary: 0}
  item.share: {type: number, question: {en: What share?}}
  item.published: {type: boolean, question: {en: Is it published?}, ordinary: false}
  item.made_on: {type: date, question: {en: When was it made?}}
  destination: {type: country, question: {en: Where to?}}
  transit: {type: texts, question: {en: Through where?}, ordinary: []}
  end_user.type: {type: choice, choices: [government, private], question: {en: Is the end user a government end user?}}
  end_user.name: {type: text, question: {en: Who is it?}}
  end_user.voting: {type: number, unit: percent, question: {en: Which share does a government hold?}, ordinary: 0}
  end_use: {type: text, question: {en: What for?}}
  knowledge: {type: boolean, question: {en: Is misuse known?}, ordinary: false}
  plague: {type: boolean, question: {en: Does it spread by itself?}, ordinary: false}
"""

GROUPS = """
groups:
  friends: {law: {pinpoint: Annex 1}, members: [CA, GB, "NO"]}
  watched:
    law: {pinpoint: Annex 2}
    members: [VN, CN]
    changes:
      - {first: 2024-03-15, add: [CN], remove: [BR], verified: false}
      - {first: 2027-01-01, add: [SA], remove: [VN], law: {pinpoint: Order 7}}
    same_as: [{from: HK, as: CN, first: 2020-12-23}]
  alias: {law: {pinpoint: Annex 3}, members: [CN], same_as: {MO: CN}}
"""

DEFINITIONS = """
definitions:
  government:
    law: {pinpoint: Art. 1}
    title: {en: Government end user}
    when:
      any:
        - {fact: end_user.type, is: government}
        - {fact: end_user.voting, at_least: 25}
  recent: {law: {pinpoint: Art. 1a}, when: {on_or_after: 2026-01-01}}
  early: {law: {pinpoint: Art. 1b}, when: {before: 2020-01-01}, effective: [{first: 2019-01-01}]}
"""

ENTRIES = """
entries:
  - id: 4D004
    title: {en: Software that commands intrusion software}
    law: {pinpoint: List 4D004}
    tier: 3
    when: {all: [{kind_of: software}, {fact: item.roles, intersects: [delivery, console]}]}
    unless: {fact: item.published, is: true}
    crosswalk: {us/ear: 4D004}
    aliases: [4D4]
  - id: 5A002.a
    title: {en: Cryptography}
    law: {pinpoint: List 5A002.a}
    when: {all: [{kind_of: equipment}, {fact: item.bits, above: 56}]}
  - id: 5A002.b
    title: {en: Weak cryptography}
    law: {pinpoint: List 5A002.b}
    when: {all: [{kind_of: equipment}, {fact: item.bits, in: [40, 56]}]}
    effective: [{first: 2025-01-01}]
  - id: 9A001
    title: {en: Only by claim}
    law: {pinpoint: List 9A001}
"""

RULES = """
rules:
  - id: published
    kind: scope
    title: {en: What is published is outside the law}
    law: {pinpoint: Art. 2}
    when: {fact: item.published, is: true}
  - id: listed
    kind: requirement
    reason: NS
    title: {en: Listed items need an authorisation}
    law: {pinpoint: Art. 3}
    for: [4D004, 5A002]
    when: {not: {fact: destination, in_group: friends}}
    policies: [case-by-case]
    examples:
      - {holds: true, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: VN}}
      - {holds: false, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: CA}}
  - id: informed
    kind: catch_all
    reason: EU
    title: {en: Known misuse}
    law: {pinpoint: Art. 4}
    when: {fact: knowledge, is: true}
    effective: [{first: 2022-03-07, last: 2030-12-31}]
    suspended: [{first: 2025-11-10, last: 2025-12-09}]
    examples:
      - {holds: true, on: 2026-07-31, facts: {knowledge: true, destination: CA}}
      - {holds: false, on: 2026-07-31, facts: {destination: CA}}
      - {holds: false, on: 2025-11-10, facts: {knowledge: true, destination: CA}}
  - id: cyber-exception
    kind: exception
    symbol: ACE
    lifts: [NS]
    title: {en: Cyber exception}
    law: {pinpoint: Art. 5}
    for: 4D004
    conditions: [report]
    examples:
      - {holds: true, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: BR, end_user: {type: private}}}
      - {holds: false, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: VN, end_user: {type: government}}}
      - {holds: false, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: BR, end_user: {type: private}, knowledge: true}}
  - id: general
    kind: general_authorisation
    symbol: GEN
    lifts: all
    title: {en: General authorisation for key lengths}
    law: {pinpoint: Art. 6, verified: false}
    for: [5A002]
    when: {fact: item.share, below: 50.5}
    conditions: [Register first]
    examples:
      - {holds: true, on: 2026-07-31, facts: {item: {eccn: 5A002.a, share: 1}, destination: BR}}
      - {holds: false, on: 2026-07-31, facts: {item: {eccn: 5A002.a, share: 60}, destination: BR}}
  - id: government-bar
    kind: bar
    bars: [ACE]
    title: {en: No exception for a government end user in a watched country}
    law: {pinpoint: Art. 5(2)}
    when: {all: [{definition: government}, {fact: destination, in_group: watched}]}
    examples:
      - {holds: true, on: 2026-07-31, facts: {destination: VN, end_user: {type: government}}}
      - {holds: false, on: 2026-07-31, facts: {destination: VN, end_user: {type: private}}}
  - id: general-bar
    kind: bar
    bars: all
    except: [ACE]
    title: {en: No exception but the cyber one to a watched country}
    law: {pinpoint: Art. 6(2)}
    when: {fact: destination, in_group: [watched, alias]}
    examples:
      - {holds: true, on: 2026-07-31, facts: {destination: VN}}
      - {holds: false, on: 2026-07-31, facts: {destination: BR}}
  - id: embargo
    kind: prohibition
    title: {en: Embargo}
    law: {pinpoint: Art. 7}
    when: {any: [{fact: destination, is: KP}, {fact: transit, contains: KP}]}
  - id: spreading
    kind: prohibition
    red_line: true
    title: {en: Nothing that spreads by itself}
    law: {pinpoint: Art. 8}
    when: {fact: plague, is: true}
  - id: relief
    kind: flag
    flag: relief
    title: {en: Relief shipment}
    law: {pinpoint: Art. 9}
    when: {all: [{fact: destination, is: KP}, {fact: end_use, is: relief}]}
    overrides: [embargo]
  - id: police
    kind: referral
    to: interior
    title: {en: The interior ministry looks at listed items}
    law: {pinpoint: Art. 10}
    when: {rule: listed}
  - id: statement
    kind: document
    document: end_use_statement
    title: {en: End-use statement}
    law: {pinpoint: Art. 11}
    when: {definition: government}
  - id: forms
    kind: availability
    forms: [individual]
    title: {en: Individual licence}
    law: {pinpoint: Art. 12}
    when: true
    unless: {definition: early}
  - id: denial
    kind: denial_policy
    title: {en: Applications are denied as a rule}
    law: {pinpoint: Art. 13}
    when: {all: [{rule: informed}, {definition: recent}]}
  - id: presumption
    kind: denial_policy
    title: {en: Presumption of denial}
    law: {pinpoint: Art. 14}
    when: {all: [{fact: item.made_on, at_most: 2020-01-01}, {known: end_user.name}]}
    policies: [denial, case-by-case]
"""

TEXTS = """
policies:
  case-by-case: {text: {en: Case by case}, law: {pinpoint: Art. 20}}
conditions_of_use:
  report: {text: {en: Report twice a year}, law: {pinpoint: Art. 21}}
criteria:
  - {id: repression, law: {pinpoint: Art. 22}}
calendar:
  - {id: review-2027, due: 2027-01-01, owner: editors}
"""

FILES = {
    "package.yaml": PACKAGE,
    "facts.yaml": FACTS,
    "groups.yaml": GROUPS,
    "definitions.yaml": DEFINITIONS,
    "entries.yaml": ENTRIES,
    "rules.yaml": RULES,
    "texts.yaml": TEXTS,
}


def small(**changed: str) -> Regime:
    """The small law, perhaps with some files changed; it must be whole."""
    regime, problems = read_regime(files(**changed))
    assert problems == ()
    assert regime is not None
    return regime


def files(**changed: str) -> dict[str, str]:
    """The texts of the small law with some files replaced or added."""
    return FILES | {f"{name}.yaml": text for name, text in changed.items()}


def facts(**short: object) -> Transaction:
    """A transaction from the short form."""
    return read_transaction(short)
