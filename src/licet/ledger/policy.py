"""Which and how many cosignatures make a checkpoint confirmed (C2SP tlog-policy).

One line each, in this order of meaning; a hash begins a comment:

    log <key> [<address>]
    witness <name> <key> [<address>]
    group <name> <any|all|number> <member> ...
    quorum <name|none>
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from licet.ledger.encoding import decode_decimal
from licet.ledger.errors import MalformedError
from licet.ledger.keys import VerifierKey, parse_key

WHAT = "witness policy"
NONE = "none"
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessGroup:
    """Some witnesses or groups of which enough must have cosigned.

    Attributes:
        needed: How many of them.
        members: Names of witnesses and of groups that were named before.
    """

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessPolicy:
    """What a reader asks of a checkpoint before taking it as confirmed.

    Attributes:
        logs: Keys of the logs that are trusted.
        witnesses: The key of each witness by its name in the policy.
        groups: Groups by name.
        quorum: The witness or group that must be satisfied; empty when nothing is asked.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey]
    groups: Mapping[str, WitnessGroup] = field(default_factory=dict)
    quorum: str = ""

    @property
    def witness_keys(self) -> tuple[VerifierKey, ...]:
        """The keys of all witnesses."""
        return tuple(self.witnesses.values())

    def is_reached(self, signed: Collection[VerifierKey]) -> bool:
        """Whether the quorum has cosigned.

        Args:
            signed: The keys whose signatures were checked and hold.
        """
        return not self.quorum or self._holds(self.quorum, frozenset(signed))

    def _holds(self, name: str, signed: frozenset[VerifierKey]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in signed
        group = self.groups[name]
        reached = sum(self._holds(member, signed) for member in group.members)
        return reached >= group.needed

    def explain(self, signed: Collection[VerifierKey]) -> str:
        """In words, who cosigned and what is asked."""
        seen = [name for name, key in self.witnesses.items() if key in signed]
        asked = self.quorum or "nobody"
        if group := self.groups.get(self.quorum):
            asked = f"{group.needed} of {', '.join(group.members)}"
        return f"cosigned by {', '.join(seen) or 'no witness'}; asked for: {asked}"


def parse_policy(text: str) -> WitnessPolicy:
    """Read a policy.

    Args:
        text: The lines.

    Raises:
        MalformedError: An unknown line, a name twice or unknown, a number that cannot be
            reached, a key twice, or not exactly one quorum.
        UnusableKeyError: A key is none.
    """
    if len(text) > _LARGEST:
        raise MalformedError(WHAT, "it goes on too long")
    draft = _Draft()
    for line in text.splitlines():
        words = line.split("#", 1)[0].split()
        if words:
            draft.read(words)
    return draft.finished()


@dataclass(slots=True, kw_only=True)
class _Draft:
    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, WitnessGroup] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    quorum: str = ""

    def read(self, words: Sequence[str]) -> None:
        """One line."""
        match list(words):
            case ["log", key] | ["log", key, _]:
                self.logs.append(parse_key(key))
            case ["witness", name, key] | ["witness", name, key, _]:
                self._witness(name, parse_key(key))
            case ["group", name, needed, *members] if members:
                self._group(name, needed, tuple(members))
            case ["quorum", name] if not self.quorum:
                self._known(name if name != NONE else "")
                self.quorum = name
            case _:
                raise MalformedError(WHAT, f"{' '.join(words)[:80]!r} is no line of it")

    def _fresh(self, name: str) -> None:
        if name in {*self.witnesses, *self.groups, NONE}:
            raise MalformedError(WHAT, f"{name} is named twice")

    def _known(self, name: str) -> None:
        if name and name not in self.witnesses and name not in self.groups:
            raise MalformedError(WHAT, f"{name} is not named before")

    def _witness(self, name: str, key: VerifierKey) -> None:
        self._fresh(name)
        if not key.kind.timed or key in self.witnesses.values():
            why = "is no cosigner's" if not key.kind.timed else "stands there twice"
            raise MalformedError(WHAT, f"the key of {name} {why}")
        self.witnesses[name] = key

    def _group(self, name: str, needed: str, members: tuple[str, ...]) -> None:
        self._fresh(name)
        for member in members:
            self._known(member)
            if member in self.placed:  # one witness must not count twice
                raise MalformedError(
                    WHAT, f"{member} is in two groups, or twice in one"
                )
            self.placed.add(member)
        wanted = {"any": 1, "all": len(members)}
        count = wanted.get(needed) or decode_decimal(needed, what=WHAT)
        if not 1 <= count <= len(members):
            raise MalformedError(WHAT, f"{name} asks for {count} of {len(members)}")
        self.groups[name] = WitnessGroup(needed=count, members=members)

    def finished(self) -> WitnessPolicy:
        """The policy, when it says who decides."""
        if not self.quorum:
            raise MalformedError(WHAT, "it has no quorum line")
        return WitnessPolicy(
            logs=tuple(self.logs),
            witnesses=self.witnesses,
            groups=self.groups,
            quorum="" if self.quorum == NONE else self.quorum,
        )
