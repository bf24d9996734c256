"""Where a rule stands written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Citation:
    """One place in one legal instrument.

    Attributes:
        instrument: Short title, for example ``Regulation (EU) 2021/821``.
        pinpoint: Article, paragraph or entry, for example ``Art. 5(1)``.
        uri: Where the official text can be read, or ``None``.
        verified: ``False`` when nobody has yet read the official text for this fact.
    """

    instrument: str
    pinpoint: str
    uri: str | None = None
    verified: bool = True

    def __str__(self) -> str:
        return f"{self.instrument}, {self.pinpoint}"

    def to_json(self) -> dict[str, str | bool | None]:
        """The citation as a JSON object with its four fields."""
        return {
            "instrument": self.instrument,
            "pinpoint": self.pinpoint,
            "uri": self.uri,
            "verified": self.verified,
        }
