"""What is done with one block, wherever it is done: a pure function of the block and the index."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from licet.bulk.model import Answer, Block, PartyRow
from licet.bulk.store import plain_json
from licet.screening import Hit, Index, hits_above, open_index


@cache
def _opened(folder: str) -> Index:
    # Memory-mapped: the processes of one machine share its pages.
    return open_index(Path(folder))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenBlock:
    """Screen the parties of a block.

    Attributes:
        index: The folder of the index; whoever works opens it once.
        least: The least score of a hit that is kept.
        limit: At most so many hits a party.
    """

    index: str
    least: float
    limit: int

    def __call__(self, block: Block) -> Answer:
        """The answer for a block.

        Raises:
            DamagedStoreError: The index is gone or damaged.
        """
        questions = [one.question for one in block.parties]
        found = hits_above(
            _opened(self.index), questions, least=self.least, limit=self.limit
        )
        return Answer(
            number=block.number,
            parties=len(block.parties),
            aside=block.aside,
            passed=block.passed,
            after=block.after,
            hits=tuple(
                plain_json(_told(party, hit))
                for party, hits in zip(block.parties, found, strict=True)
                for hit in hits
            ),
        )


def _told(party: PartyRow, hit: Hit) -> dict[str, object]:
    """A hit beside the row it belongs to; the entry itself is found by its hash."""
    told = hit.to_json()
    del told["entry"]
    return {
        "row": party.row,
        "line": party.line,
        "id": party.reference,
        "name": party.question.names[0],
        "address": list(party.addresses),
        **told,
    }
