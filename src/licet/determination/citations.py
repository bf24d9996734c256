"""Citations against the official texts at hand: each entry named is there, and reads as it did."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from licet.determination.prove import Failure, Proof, ProofState
from licet.kernel import Citation
from licet.regimes import LawText, Regime, names_an_entry


class Texts(Protocol):
    """Official texts that lie on a machine."""

    def text(self, regime: str, pinpoint: str) -> LawText | None:
        """The words at a place of a package's law."""

    def holds(self, regime: str) -> bool:
        """Whether the list of a package is there."""


def check_citations(regime: Regime, texts: Texts, *, on: date) -> Proof:
    """Whether every entry that a package cites stands in the official text as it was read.

    Args:
        regime: The package.
        texts: The texts at hand.
        on: The day to name in failures.

    Returns:
        ``not_applicable`` without the text; ``broken`` when a cited entry is not in it, or
        when a text whose hash the package records reads otherwise today.
    """
    sources = {regime.header.id: regime.header.instrument}
    if regime.below is not None:
        sources[regime.below.id] = regime.below.instrument
    held = {name: words for name, words in sources.items() if texts.holds(name)}
    if not held:
        return Proof(state=ProofState.NOT_APPLICABLE)
    failures = tuple(
        Failure(rules=(name,), words=words, facts={}, on=on)
        for source, instrument in held.items()
        for name, words in _wrong(regime, texts, source, instrument)
    )
    state = ProofState.BROKEN if failures else ProofState.PROVED
    return Proof(state=state, failures=failures)


def _wrong(
    regime: Regime, texts: Texts, source: str, instrument: str
) -> Iterator[tuple[str, str]]:
    for name, law in _cited(regime):
        if law.instrument != instrument or not names_an_entry(law.pinpoint):
            continue
        found = texts.text(source, law.pinpoint)
        if found is None:
            yield name, f"It cites {law.pinpoint}, which is not in the official text."
            continue
        recorded = regime.texts.get(law.pinpoint)
        if recorded is not None and recorded != found.sha256:
            yield (
                name,
                f"The official text of {law.pinpoint} reads otherwise than when the rule was written: read it again.",
            )


def _cited(regime: Regime) -> Iterator[tuple[str, Citation]]:
    for leaves in (regime.entries, regime.rules, regime.definitions):
        for name, leaf in leaves.items():
            yield name, leaf.law


def recorded_texts(regime: Regime, texts: Texts) -> dict[str, str]:
    """The hash of every official text at hand that the package cites, by pinpoint."""
    found = {}
    for _, law in _cited(regime):
        at_hand = texts.text(regime.header.id, law.pinpoint)
        if law.instrument == regime.header.instrument and at_hand is not None:
            found[law.pinpoint] = at_hand.sha256
    return dict(sorted(found.items()))
