"""Which format a file is in, and the list that a set of files makes."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from licet.screening.errors import (
    DuplicatedListError,
    EmptyListError,
    ListError,
    UnknownListFormatError,
)
from licet.screening.lists import csl, ftm, ofac, ofac_xml, others, uk, uk_full, un
from licet.screening.lists.document import Document, members
from licet.screening.model import Entity, ListVersion

# Of the real lists at hand the most repeats 6 of 25,921; a list sent twice repeats half.
MOST_REPEATED_PER_HUNDRED = 25
SDN, NON_SDN = "us_ofac_sdn", "us_ofac_nonsdn"

TITLES = {
    SDN: "OFAC Specially Designated Nationals",
    NON_SDN: "OFAC consolidated list other than SDN",
    csl.SOURCE: "US Consolidated Screening List",
    un.SOURCE: "UN Security Council consolidated list",
    uk.SANCTIONS_LIST: "UK Sanctions List",
    uk.CONSOLIDATED_LIST: "HM Treasury consolidated list",
    others.DFAT: "Australian consolidated list",
    others.SEMA: "Canadian autonomous sanctions",
    others.EU: "EU financial sanctions",
    others.DENIED: "BIS denial orders",
    ftm.SOURCE: "FollowTheMoney entities",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A file with the source it belongs to and the part it has in it."""

    document: Document
    source: str
    form: str


Read = tuple[tuple[Entity, ...], date | None]


def _undated(
    read: Callable[[Document], tuple[Entity, ...]],
) -> Callable[[Document], Read]:
    return lambda document: (read(document), None)


_SINGLE: dict[str, Callable[[Document], Read]] = {
    "csl_csv": _undated(csl.from_csv),
    "csl_json": csl.from_json,
    "un_xml": un.entities,
    "uk_ods": _undated(uk.sanctions_list),
    "uk_csv": uk_full.from_csv,
    "uk_xml": uk_full.from_xml,
    "uk_conlist": uk.consolidated_list,
    "dfat_xlsx": _undated(others.dfat),
    "sema_xml": _undated(others.sema),
    "eu_jsonl": _undated(others.eu_names),
    "eu_xml": others.eu_xml,
    "dpl_tsv": _undated(others.denied_persons),
    "ftm_jsonl": _undated(ftm.entities),
}


def recognise(document: Document) -> Recognised:
    """Tell the format of a file by its content.

    Raises:
        UnknownListFormatError: It is in none that is read here.
    """
    head = document.data[:4096]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:2] == b"PK":
        source, form = _spreadsheet(document)
    elif start[:1] == b"<":
        source, form = _xml(document, head)
    elif start[:1] in {b"{", b"["}:
        source, form = _json(document, start)
    else:
        source, form = _delimited(document, start)
    if not source:
        raise UnknownListFormatError(document.name)
    return Recognised(document=document, source=source, form=form)


def _spreadsheet(document: Document) -> tuple[str, str]:
    names = members(document)
    if "content.xml" in names:
        return uk.SANCTIONS_LIST, "uk_ods"
    if "xl/workbook.xml" in names:
        return others.DFAT, "dfat_xlsx"
    # An archive cut in the middle has lost its directory: let the reader say so.
    if not names and document.name.endswith(".ods"):
        return uk.SANCTIONS_LIST, "uk_ods"
    if not names and document.name.endswith(".xlsx"):
        return others.DFAT, "dfat_xlsx"
    return "", ""


def _xml(document: Document, head: bytes) -> tuple[str, str]:
    if un.ROOT in head:
        return un.SOURCE, "un_xml"
    if ofac_xml.ROOT in head:
        return _ofac_source(document), "ofac_xml"
    if uk_full.ROOT in head:
        return uk.SANCTIONS_LIST, "uk_xml"
    if b"<data-set" in head:
        return others.SEMA, "sema_xml"
    if b"<export" in head:
        return others.EU, "eu_xml"
    return "", ""


def _json(document: Document, start: bytes) -> tuple[str, str]:
    first_line = start.partition(b"\n")[0]
    if b'"schema"' in first_line and b'"properties"' in first_line:
        return ftm.list_named(document), "ftm_jsonl"
    if b'"names"' in first_line and not first_line.endswith(b"["):
        return others.EU, "eu_jsonl"
    if (
        b'"results"' in start
        or b'"fieldKey"' in start
        or b"Consolidated Screening" in start
    ):
        return csl.SOURCE, "csl_json"
    return "", ""


def _delimited(document: Document, start: bytes) -> tuple[str, str]:
    first_line = start.partition(b"\n")[0]
    if first_line.startswith(b"_id,source,"):
        return csl.SOURCE, "csl_csv"
    if first_line.startswith(b"Last Updated,") and b"Group ID" in start:
        return uk.CONSOLIDATED_LIST, "uk_conlist"
    if b"\t" in first_line and b"Effective_Date" in first_line:
        return others.DENIED, "dpl_tsv"
    if uk_full.is_csv(document):
        return uk.SANCTIONS_LIST, "uk_csv"
    role = ofac.role(document)
    return (_ofac_source(document), role) if role else ("", "")


def _ofac_source(document: Document) -> str:
    return NON_SDN if "cons" in document.name.lower() else SDN


_ODD = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


def _programme(source: str) -> str:
    return "sdn" if source == SDN else "non_sdn"


def _read(files: Sequence[Recognised]) -> Read:
    source = files[0].source
    by_form = {file.form: file.document for file in files}
    if ofac.PARTY in by_form:
        parties = ofac.entities(
            by_form[ofac.PARTY],
            by_form.get(ofac.OTHER_NAME),
            by_form.get(ofac.ADDRESS),
            source=source,
            programme=_programme(source),
        )
        return parties, None
    if files[0].form == "ofac_xml":
        return ofac_xml.entities(
            files[0].document, source=source, programme=_programme(source)
        )
    if files[0].form in _SINGLE:
        return _SINGLE[files[0].form](files[0].document)
    raise EmptyListError(
        files[0].document.name, "holds names or addresses without their parties"
    )


def _require_once(name: str, entities: Sequence[Entity]) -> None:
    """Refuse a list in which entries stand twice.

    Raises:
        DuplicatedListError: Two entries have one number, or much is said more than once.
    """
    ids = Counter(entity.id for entity in entities)
    number, times = ids.most_common(1)[0]
    if times > 1:
        raise DuplicatedListError(name, f"holds the entry {number} {times} times")
    said = len({replace(entity, id="") for entity in entities})
    again = len(entities) - said
    if again * 100 > len(entities) * MOST_REPEATED_PER_HUNDRED:
        raise DuplicatedListError(
            name, f"says {again} of its {len(entities)} entries more than once"
        )


def read_version(
    files: Sequence[Recognised], *, published: date | None = None
) -> ListVersion:
    """Read the files of one source whole.

    Args:
        files: All of one source: one file, or the OFAC file of parties with its files of
            other names and addresses.
        published: The day of publication when the files do not say it.

    Returns:
        The list version.

    Raises:
        EmptyListError: No entry came out.
        DuplicatedListError: Entries stand in it twice.
        ListError: A file is cut, unsafe or unreadable (its subclasses say which).
    """
    source = files[0].source
    try:
        entities, stated = _read(files)
    except _ODD as error:
        # Foreign bytes: whatever a reader stumbles over is the file's fault, not ours.
        raise ListError(
            files[0].document.name, f"is not laid out as its format says ({error!r})"
        ) from error
    if not entities:
        raise EmptyListError(files[0].document.name, "holds no entry")
    _require_once(files[0].document.name, entities)
    invented = all(f.document.name.startswith("invented") for f in files)
    return ListVersion(
        source=source,
        title=TITLES.get(source, source) + (" (invented)" if invented else ""),
        published=stated or published,
        entities=entities,
        files=tuple((f.document.name, f.document.sha256) for f in files),
    )
