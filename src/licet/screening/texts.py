"""Many short texts in few arrays, so that they are memory-mapped and taken by the thousand."""

import itertools
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """Texts end to end, and where each begins: for texts of any length."""

    data: bytes
    starts: Array

    def __len__(self) -> int:
        return int(self.starts.size - 1)

    def __getitem__(self, number: int) -> str:
        return self.data[self.starts[number] : self.starts[number + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        places = self.starts.tolist()
        return (
            self.data[start:end].decode() for start, end in itertools.pairwise(places)
        )

    def take(self, numbers: Array) -> list[bytes]:
        """Some texts as bytes, in the order asked."""
        data = self.data
        starts, ends = self.starts[numbers].tolist(), self.starts[numbers + 1].tolist()
        return [data[start:end] for start, end in zip(starts, ends, strict=True)]

    def arrays(self, name: str) -> dict[str, Array]:
        """What ``from_arrays`` opens."""
        return {
            f"{name}_blob": np.frombuffer(self.data, np.uint8),
            f"{name}_ptr": self.starts,
        }

    @classmethod
    def of(cls, texts: Iterable[bytes]) -> Self:
        """These texts."""
        packing = Packing()
        for text in texts:
            packing.add(text)
        return cls(data=bytes(packing.data), starts=np.array(packing.ends, np.int64))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array], name: str) -> Self:
        """The texts of that name in an opened index."""
        return cls(data=arrays[f"{name}_blob"].tobytes(), starts=arrays[f"{name}_ptr"])


class Packing:
    """Collects texts that become ``Packed``, without an object for each."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.ends = array("q", [0])

    def add(self, text: bytes) -> None:
        """One more text."""
        self.data += text
        self.ends.append(len(self.data))

    def packed(self) -> Packed:
        """All texts so far."""
        return Packed(data=bytes(self.data), starts=np.array(self.ends, np.int64))


# Words of lists are shorter, but for few that are kept aside.
WIDTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """ASCII words as the rows of a matrix; the few longer than a row are kept aside."""

    matrix: Array
    longer: Array
    aside: Packed

    def __len__(self) -> int:
        return int(self.matrix.size)

    def take(self, numbers: Array) -> list[bytes]:
        """Some words as bytes, in the order asked."""
        out: list[bytes] = self.matrix[numbers].tolist()
        if self.longer.size:
            for place in np.flatnonzero(np.isin(numbers, self.longer)).tolist():
                at = int(np.searchsorted(self.longer, numbers[place]))
                out[place] = self.aside[at].encode()
        return out

    def arrays(self, name: str) -> dict[str, Array]:
        """What ``from_arrays`` opens."""
        return {
            f"{name}_matrix": self.matrix,
            f"{name}_longer": self.longer,
            **self.aside.arrays(f"{name}_aside"),
        }

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """These words."""
        raw = [text.encode() for text in texts]
        longer = [n for n, text in enumerate(raw) if len(text) > WIDTH]
        width = min(WIDTH, max(map(len, raw), default=1)) or 1
        return cls(
            matrix=np.array(raw, dtype=f"S{width}"),
            longer=np.array(longer, np.int64),
            aside=Packed.of(raw[n] for n in longer),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array], name: str) -> Self:
        """The words of that name in an opened index."""
        return cls(
            matrix=arrays[f"{name}_matrix"],
            longer=arrays[f"{name}_longer"],
            aside=Packed.from_arrays(arrays, f"{name}_aside"),
        )
