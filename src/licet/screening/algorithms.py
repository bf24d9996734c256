"""The matching algorithms side by side: what one does otherwise than another.

An algorithm that has been in service is never changed: its hits stand in the record and must
be found again to the last digit (``vectors/screening``). What gets better gets a new name.
"""

from dataclasses import dataclass

from licet.screening.errors import UnknownAlgorithmError

DEFAULT = "v2"

EVIDENCE_V1 = (
    "asked_covered",
    "listed_covered",
    "likeness",
    "worst_likeness",
    "asked_left_heaviest",
    "listed_left_heaviest",
    "shared_weight",
    "asked_left",
    "listed_left",
    "shared_words",
    "asked_words",
    "listed_words",
    "initials_share",
    "consonants_share",
    "names_shared",
    "asked_names_covered",
    "listed_names_covered",
    "letters_alike",
    "kind_differs",
    "asked_person",
    "heaviest_shared",
    "listed_person",
    "exact_share",
    "heaviest_length",
    "shortest_changed",
)


EVIDENCE_V2 = (*EVIDENCE_V1, "cores_alike", "joined_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Algorithm:
    """How one algorithm reads, finds and scores; weights and shares are from 0 to 1.

    ``readings`` tells whether every usual romanisation of a name in another script is indexed
    and asked. Two neighbouring words read as one count ``joined_share`` of their weight when
    names are shortlisted, must have at least ``joined_consonants`` consonants to be met by
    those alone, and with ``joined_or_single`` are put beside one word only where that explains
    more than word for word. Of a shortlist ``pairs_scored`` names are scored in full: at most
    ``names_scored`` of one entry, and none that shares less than ``share_scored`` of what the
    best one shares; ``least_shared`` of the weight of both names together must be shared at all
    (the same name shares a half). Two names of several words each that share less than
    ``least_telling``, and less than ``telling_share`` of the weight of both together, as when
    they have only a common word in common, are never a hit by their names. ``addresses`` are
    compared where both are known. ``tells_cut``: hits repeat only
    what was read of a name, and say so where its end was not.
    """

    name: str
    threshold: float
    readings: bool
    joined_share: float
    joined_consonants: int
    joined_or_single: bool
    pairs_scored: int
    names_scored: int
    share_scored: float
    least_shared: float
    least_telling: float
    telling_share: float
    addresses: bool
    tells_cut: bool
    evidence: tuple[str, ...]


ALGORITHMS = {
    "v1": Algorithm(
        name="v1",
        threshold=0.25,
        readings=False,
        joined_share=1.0,
        joined_consonants=0,
        joined_or_single=False,
        pairs_scored=24,
        names_scored=24,
        share_scored=0.0,
        least_shared=0.0,
        least_telling=0.0,
        telling_share=0.0,
        addresses=False,
        tells_cut=False,
        evidence=EVIDENCE_V1,
    ),
    "v2": Algorithm(
        name="v2",
        threshold=0.25,
        readings=True,
        joined_share=0.6,
        joined_consonants=5,
        joined_or_single=True,
        pairs_scored=24,
        names_scored=3,
        share_scored=0.45,
        least_shared=0.1,
        least_telling=0.6,
        telling_share=0.25,
        addresses=True,
        tells_cut=True,
        evidence=EVIDENCE_V2,
    ),
}


def algorithm(name: str) -> Algorithm:
    """The algorithm of that name.

    Raises:
        UnknownAlgorithmError: There is no such algorithm.
    """
    if name not in ALGORITHMS:
        raise UnknownAlgorithmError(name, tuple(ALGORITHMS))
    return ALGORITHMS[name]
