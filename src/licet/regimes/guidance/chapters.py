"""The guidance of one package, chapter by chapter, in the order in which a decision is reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from licet.facts import core_vocabulary
from licet.regimes.fields import Desk
from licet.regimes.guidance.agenda import published_review, reviews
from licet.regimes.guidance.condition import Writer
from licet.regimes.guidance.header_words import forms, ownership, tiers, versions
from licet.regimes.guidance.leaves import Leaves
from licet.regimes.guidance.model import Chapter, Guidance, Published, Statement
from licet.regimes.guidance.notes import change_notes
from licet.regimes.guidance.places import cited, remarks, text_of, whole
from licet.regimes.guidance.steps import decision_steps
from licet.regimes.model import Data, Regime, RuleKind, in_words
from licet.regimes.read_expression import ExpressionReader
from licet.regimes.source import Table

_KINDS: tuple[tuple[str, str, tuple[RuleKind, ...], str], ...] = (
    ("scope", "What lies outside these rules", (RuleKind.SCOPE,), "Nothing is taken out of these rules."),
    (
        "requirements",
        "When an authorisation is required",
        (RuleKind.REQUIREMENT, RuleKind.CATCH_ALL),
        "No rule asks for an authorisation.",
    ),
    (
        "exceptions",
        "Exceptions and general authorisations",
        (RuleKind.EXCEPTION, RuleKind.GENERAL_AUTHORISATION),
        "There is no exception and no general authorisation.",
    ),
    ("bars", "What takes an exception away", (RuleKind.BAR,), "Nothing takes an exception away."),
    ("refusal", "Where the policy is to refuse", (RuleKind.DENIAL_POLICY,), "There is no policy of refusal."),
    (
        "documents",
        "Documents needed, and for what",
        (RuleKind.DOCUMENT,),
        "No document is asked for beyond the application itself.",
    ),
    ("referrals", "Who else is asked", (RuleKind.REFERRAL,), "Nobody else has to be asked."),
    ("warning-signs", "Warning signs", (RuleKind.FLAG,), "No warning sign is named."),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Editor:
    law: Regime
    on: date
    leaves: Leaves
    reader: ExpressionReader

    def rules(self, kinds: tuple[RuleKind, ...]) -> tuple[Published, ...]:
        return tuple(
            self.leaves.rule(rule)
            for rule in self.law.rules.values()
            if rule.kind in kinds and not rule.red_line
        )

    def prohibitions(self) -> tuple[Published, ...]:
        rules = [
            one for one in self.law.rules.values() if one.kind is RuleKind.PROHIBITION or one.red_line
        ]  # fmt: skip
        rules.sort(key=lambda one: not one.red_line)
        return tuple(self.leaves.rule(one) for one in rules)

    def values(self) -> tuple[Published, ...]:
        """Which rules serve which value, in the order of the alphabet."""
        served: dict[str, list[Statement]] = {}
        for rule in self.law.rules.values():
            for value in _texts(rule.data.get("value")):
                served.setdefault(value, []).append(
                    Statement(
                        words=in_words(rule.title),
                        law=rule.law,
                        about=("rules", rule.id),
                    )
                )
        return tuple(
            Published(
                section="values",
                name=value.replace(" ", "-"),
                label="",
                title=value.capitalize(),
                law=whole(self.law),
                statements=tuple(said),
            )
            for value, said in sorted(served.items())
        )

    def criteria(self) -> tuple[Published, ...]:
        return tuple(self._criterion(data) for data in self.law.criteria)

    def _criterion(self, data: Data) -> Published:
        law = cited(self.law, data, "criteria")
        writer = Writer(law=self.law, on=self.on, place=law)
        said: list[Statement] = []
        leads = {
            "when": "Established when",
            "established_when": "Established when",
            "contradicted_when": "Contradicted when",
        }
        for key, lead in leads.items():
            if isinstance(data, Table) and key in data:
                read = self.reader.read(data, key, str(data["id"]))
                said.append(
                    Statement(words=f"{lead}:", law=law, under=(writer.write(read),))
                )
        spoken = frozenset({"id", "law", "title", "mandatory", *leads})
        return Published(
            section="criteria",
            name=str(data["id"]),
            label="",
            title=text_of(data.get("title", data["id"])),
            law=law,
            statements=(*remarks(data, spoken, law), *said),
            marks=("mandatory",) if data.get("mandatory") is True else (),
        )


def _texts(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]


def guidance(law: Regime, on: date, *, notes: str = "") -> Guidance:
    """Write the guidance of a package for one day.

    Args:
        law: The package that decides.
        on: The day: of group membership, of what is in force, and of alarms.
        notes: Its change notes, the text of CHANGES.md.

    Returns:
        The guidance; the same package and day give the same guidance.
    """
    reader = ExpressionReader(Desk(), {**core_vocabulary(), **law.facts})
    editor = _Editor(law=law, on=on, leaves=Leaves(law=law, on=on), reader=reader)
    header = law.header
    return Guidance(
        package=header.id,
        title=in_words(header.title),
        instrument=header.instrument,
        version=header.version,
        digest=law.digest,
        on=on,
        chapters=(*_deciding(editor), *_assessing(editor), *_reading(editor, notes)),
    )


def _deciding(editor: _Editor) -> Iterable[Chapter]:
    law, leaves = editor.law, editor.leaves
    yield Chapter(
        id="decision", title="How a decision is reached", lead=decision_steps(law)
    )
    yield Chapter(
        id="red-lines",
        title="Red lines and prohibitions",
        leaves=editor.prohibitions(),
        empty="Nothing is prohibited outright.",
    )
    yield Chapter(
        id="tiers",
        title="Tiers",
        leaves=tiers(law),
        empty="This package has no tier table.",
    )
    yield Chapter(
        id="entries",
        title="Control list entries",
        leaves=tuple(leaves.entry(one) for one in law.entries.values()),
        empty="The list has no entry.",
    )
    for name, title, kinds, empty in _KINDS:
        yield Chapter(id=name, title=title, leaves=editor.rules(kinds), empty=empty)


def _assessing(editor: _Editor) -> Iterable[Chapter]:
    law, leaves = editor.law, editor.leaves
    yield Chapter(
        id="forms",
        title="Forms of licence",
        leaves=(*forms(law), *editor.rules((RuleKind.AVAILABILITY,))),
        empty="No form of licence is named.",
    )
    yield Chapter(
        id="review",
        title="How an application is judged",
        leaves=(
            *editor.criteria(),
            *(leaves.text("policies", one) for one in law.policies.values()),
        ),
        empty="This package names no criteria; national law does.",
    )
    yield Chapter(
        id="duties",
        title="Duties of whoever uses an exception or general authorisation",
        leaves=tuple(
            leaves.text("conditions_of_use", one) for one in law.conditions.values()
        ),
        empty="No duty is attached.",
    )
    yield Chapter(
        id="timelines",
        title="Timelines",
        leaves=tuple(leaves.clock(one) for one in law.clocks.values()),
        empty="This package sets no deadline.",
    )
    yield Chapter(
        id="values",
        title="The values behind the rules",
        leaves=editor.values(),
        empty="The editors have named no value for any rule yet.",
    )


def _reading(editor: _Editor, notes: str) -> Iterable[Chapter]:
    law, leaves = editor.law, editor.leaves
    yield Chapter(
        id="definitions",
        title="Definitions",
        leaves=(
            *ownership(law),
            *(leaves.definition(one) for one in law.definitions.values()),
        ),
        empty="Nothing is defined.",
    )
    yield Chapter(
        id="groups",
        title="Country groups and other lists of places",
        leaves=tuple(leaves.group(one) for one in law.groups.values()),
        empty="There is no group.",
    )
    yield Chapter(
        id="questions",
        title="Questions that the rules ask",
        leaves=tuple(leaves.fact(one) for one in law.facts.values()),
        empty="The rules ask nothing.",
    )
    yield Chapter(
        id="calendar",
        title="Review calendar",
        leaves=tuple(published_review(one) for one in reviews(law, editor.on)),
        empty="No review is planned.",
    )
    yield Chapter(
        id="changes",
        title="Changes",
        lead=change_notes(notes, law.header),
        leaves=versions(law),
        empty="No change is noted.",
    )
