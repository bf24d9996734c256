"""The present state of cases and licences against the newest act that speaks of it.

States change, so their rows are not sealed; but each act on a case or licence says in which state
it left it, and the newest one must say what the row says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from licet.web.casework.models import Case, Licence

_CHUNK = 2000
Told = dict[str, tuple[int, str]]


@dataclass(slots=True, kw_only=True)
class StateCheck:
    """What acts say of states, gathered in one pass."""

    _cases: Told = field(default_factory=dict)
    _licences: Told = field(default_factory=dict)

    def note(self, told: Mapping[str, Any]) -> None:
        """Remember what one act says of the state in which it left something."""
        payload = told.get("payload")
        if not isinstance(payload, Mapping) or not told.get("case"):
            return
        _newest(self._cases, told["case"], payload.get("version"), payload.get("state"))
        _newest(
            self._licences,
            payload.get("licence"),
            payload.get("licence_version"),
            payload.get("licence_state"),
        )

    def differences(self) -> Iterator[str]:
        """One sentence for each case and licence whose row says another state."""
        cases = Case.objects.order_by("pk").values_list("pk", "number", "state")
        for pk, number, state in cases.iterator(_CHUNK):
            _version, told = self._cases.get(str(pk), (0, state))
            if told != state:
                yield f"Case {number} stands in state {state}, but its newest act left it in {told}."
        licences = Licence.objects.order_by("pk").values_list("number", "state")
        for number, state in licences.iterator(_CHUNK):
            _version, told = self._licences.get(number, (0, state))
            if told != state:
                yield f"Licence {number} stands in state {state}, but its newest act left it in {told}."


def _newest(kept: Told, of: object, version: object, state: object) -> None:
    whole = isinstance(of, str) and isinstance(version, int) and isinstance(state, str)
    if whole and version >= kept.get(of, (-1, ""))[0]:  # type: ignore[call-overload]  # asked in the line before
        kept[of] = (version, state)  # type: ignore[index, assignment]  # as above
