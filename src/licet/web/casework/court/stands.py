"""What the case stood on: facts, the law of that day, files, what is withheld, the trail."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from licet.web.casework.court.acts import (
    OpenedAct,
    entry,
    listed,
    moment,
    short,
    spaced,
    table,
)
from licet.web.casework.letters.compose import Block, heading, pairs, text
from licet.web.casework.letters.compose import entries as numbered
from licet.web.casework.models import Case, Decision, DeterminationRecord, FindingsRun
from licet.web.casework.selectors.parts.parts import act_words


def stated(acts: Sequence[OpenedAct]) -> Iterator[Block]:
    yield heading(_("Facts as stated, and as established since"))
    submitted = [act for act in acts if act.kind == "submit_application"]
    for act in submitted[-1:]:
        yield pairs(list(_facts(act.says.get("transaction", {}))))
    changed = [
        [
            entry(act),
            moment(act.at),
            act.who,
            act_words(act.kind),
            short(
                {
                    part: act.says[part]
                    for part in ("facts", "reasons")
                    if part in act.says
                }
            ),
        ]
        for act in acts
        if act.kind
        in {"correct_fact", "answer_information_request", "override_classification"}
    ]
    if changed:
        yield listed(changed, "")


def _facts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _scope("", document.get("facts", {}))
    for number, item in enumerate(document.get("items", ()), start=1):
        yield (_("Item %(number)s") % {"number": number}, str(item.get("name", "")))
        yield from _scope(f"{number}: ", item.get("facts", {}))
    for party in document.get("parties", ()):
        named = f"{party.get('name', '')} {party.get('country') or ''}".strip()
        yield (str(party.get("role", "")).replace("_", " "), named)
        yield from _scope(f"{party.get('role', '')}: ", party.get("facts", {}))


def _scope(before: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for path, fact in sorted(facts.items()):
        statements = fact.get("statements") or ()
        values = ", ".join(short(one.get("value")) for one in statements)
        yield (
            before + path.replace("_", " ").replace(".", ": "),
            values or str(fact.get("state", "")),
        )


def law(case: Case) -> Iterator[Block]:
    """The law of the day of the decision: the run that stood on the facts decided on."""
    decision = Decision.objects.filter(case=case).order_by("-decided_at").first()
    runs = FindingsRun.objects.filter(case=case).order_by("-pk")
    if decision is not None:
        runs = runs.filter(
            facts_version=decision.facts_version, made_at__lte=decision.decided_at
        )
    run = runs.first()
    yield heading(_("The law of that day"))
    if run is None:
        yield text(_("Nothing was computed."))
        return
    yield text(_("Computed on the law of %(day)s.") % {"day": run.on.isoformat()})
    records = DeterminationRecord.objects.filter(run=run)
    for row in records.order_by("-governing", "item", "regime"):
        yield from _determined(row)


def _determined(row: DeterminationRecord) -> Iterator[Block]:
    found = row.document
    item = _("item %(number)s") % {"number": row.item + 1}
    yield heading(f"{row.regime}, {item} {row.item_name}".strip())
    yield pairs(
        [
            (_("Outcome"), str(found.get("sentence", row.outcome))),
            (_("Version of the law"), spaced(str(found.get("regime_version", "")))),
            (_("Hash of the result"), spaced(str(found.get("digest", "")))),
        ]
    )
    fired = [
        f"{one['title']} ({one['citation']['instrument']}, {one['citation']['pinpoint']})"
        for one in found.get("rules", ())
        if one.get("fired")
    ]
    if fired:
        yield numbered(fired)


def files_in(files: Sequence[tuple[str, str, str]]) -> Iterator[Block]:
    yield heading(_("Documents in this bundle"))
    if not files:
        yield text(_("None."))
        return
    rows = [
        [path, about.replace("_", " "), spaced(sha256)] for path, sha256, about in files
    ]
    yield table([_("File"), _("What it is"), "SHA-256"], rows, 7, 6, 11)


def kept_out(withheld: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    yield heading(_("What is withheld"))
    if not withheld:
        yield text(_("Nothing."))
        return
    rows = [[str(one["what"]), str(one["why"])] for one in withheld]
    yield table([_("What"), _("Why, and how to ask")], rows, 8, 12)


def trail(acts: Sequence[OpenedAct]) -> Iterator[Block]:
    yield heading(_("Every act in the order of the log"))
    rows = [
        [
            entry(act),
            moment(act.at),
            act.who,
            act_words(act.kind) if act.kind else _("stays closed"),
            spaced(act.commitment),
        ]
        for act in acts
    ]
    columns = [_("Entry"), _("When"), _("Who"), _("What"), _("Commitment")]
    yield table(columns, rows, 2, 4, 5, 5, 10)
