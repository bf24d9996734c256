"""What people said and did: decision, drafts, advice, questions, reads, service."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from licet.decision import condition_words
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.court.acts import OpenedAct, entry, listed, moment, short
from licet.web.casework.letters.compose import Block, heading, pairs, text
from licet.web.casework.letters.compose import entries as numbered
from licet.web.casework.selectors.parts.parts import act_words

_DRAFT_KINDS = ("draft_decision", "send_for_countersignature", "return_draft")


def decision(last: OpenedAct | None) -> Iterator[Block]:
    yield heading(_("Decision, grounds, conditions, delegation"))
    if last is None:
        yield text(_("There is no decision yet."))
        return
    said = last.says
    yield pairs(
        [
            (_("Outcome"), str(said.get("outcome", "")).replace("_", " ")),
            (_("Signed by"), last.who),
            (_("Signed at"), moment(last.at)),
            (_("Delegation"), str(said.get("delegation", ""))),
            (_("Entry in the log"), entry(last)),
            (_("Reasons"), short(said.get("reasons", ""))),
        ]
    )
    grounds = [
        f"{one['criterion']}: {one['words']} ({', '.join(one['evidence'])})"
        for one in said.get("grounds", ())
    ]
    if grounds:
        yield heading(_("Grounds with the evidence they rest on"))
        yield numbered(grounds)
    conditions = [
        condition_words(condition_of(one)) for one in said.get("conditions", ())
    ]
    if conditions:
        yield heading(_("Conditions"))
        yield numbered(conditions)
    if said.get("letter_body"):
        yield heading(_("The letter, as it was sent"))
        yield text(short(said["letter_body"]))


def drafts(acts: Sequence[OpenedAct]) -> Iterator[Block]:
    rows = [
        [
            entry(act),
            moment(act.at),
            act.who,
            act_words(act.kind),
            short(
                " ".join(
                    str(act.says.get(part, ""))
                    for part in ("outcome_proposed", "reasons")
                )
            ).replace("_", " "),
        ]
        for act in acts
        if act.kind in _DRAFT_KINDS
    ]
    yield heading(_("Every draft of the decision"))
    yield listed(rows, _("No draft is open to the reader of this bundle."))


_REVIEWED = frozenset(
    {
        "refer_case", "give_advice", "close_referrals", "ask_consultation",
        "record_consultation_answer", "record_silence", "escalate_dissent", "vote_at_level",
        "settle_level", "ask_condition_change", "answer_condition_change", "mark_document",
        "ask_to_see", "answer_to_see",
    }
)  # fmt: skip


def advice(acts: Sequence[OpenedAct]) -> Iterator[Block]:
    rows = [
        [
            entry(act),
            moment(act.at),
            act.who,
            act_words(act.kind),
            short(
                {
                    part: act.says[part]
                    for part in (
                        "agency", "advice_version", "position", "reasons", "conditions",
                        "referrals", "silent", "partner", "text", "words", "grounds", "points",
                        "effect", "level", "member", "verdict", "result", "counts", "owner",
                        "before", "after", "agrees", "marking", "gist", "team", "granted",
                    )
                    if act.says.get(part)
                }
            ),
        ]
        for act in acts
        if act.kind
        in _REVIEWED
    ]  # fmt: skip
    yield heading(_("Referrals and every version of every advice"))
    yield listed(rows, _("Nobody else was asked."))


def questions(acts: Sequence[OpenedAct]) -> Iterator[Block]:
    rows = [
        [
            entry(act),
            moment(act.at),
            act.who,
            act_words(act.kind),
            short(
                " ".join(
                    str(act.says.get(part, ""))
                    for part in ("question", "answer", "text")
                ).strip()
            ),
        ]
        for act in acts
        if act.kind
        in {"request_information", "answer_information_request", "send_message"}
    ]
    yield heading(_("Questions and messages"))
    yield listed(rows, _("None."))


def seen(acts: Sequence[OpenedAct], last: OpenedAct | None) -> Iterator[Block]:
    """What drafter and signatory opened before the signature, and what no entry shows."""
    yield heading(_("What the deciders saw"))
    if last is None:
        yield text(_("There is no decision yet."))
        return
    deciders = {last.person, str(last.says.get("drafted_by", ""))}
    reads = [act for act in acts if act.kind == "read" and act.person in deciders]
    names = {
        str(act.says["document"]): str(act.says["name"])
        for act in acts
        if act.kind == "upload_document"
    }
    opened = [str(act.says.get("what", "")) for act in reads]
    rows = [
        [entry(act), moment(act.at), act.who, act_words("read"), names.get(what, what)]
        for act, what in zip(reads, opened, strict=True)
    ]
    yield listed(rows, _("No read of theirs is on record."))
    unread = [name for document, name in names.items() if document not in opened]
    if unread:
        yield text(_("Documents of which no reading by a decider is on record:"))
        yield numbered(unread)
    yield text(
        _(
            "A read is entered before the content leaves, once a person, case and quarter of an hour; what else was opened within that time stands in no entry of its own."
        )
    )


def later(acts: Sequence[OpenedAct]) -> Iterator[Block]:
    rows = [
        [
            entry(act),
            moment(act.at),
            act.who,
            act_words(act.kind),
            short(_service(act)),
        ]
        for act in acts
        if act.kind and act.kind not in {"read", "refused", "make_bundle"}
    ]
    yield heading(_("Since the decision: service, appeal, licence"))
    yield listed(rows, _("Nothing."))


def _service(act: OpenedAct) -> Mapping[str, Any]:
    wanted = ("on", "manner", "proof", "grounds", "reasons", "outcome", "licence")
    return {part: act.says[part] for part in wanted if act.says.get(part)}
