"""The signature field in the structure of the page, where PDF/UA wants every field."""

from collections.abc import Mapping

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    PdfObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def tag_signature(writer: IncrementalPdfFileWriter) -> None:
    """Put a form element around the field, last in the document (ISO 14289-1, 7.18.4).

    Args:
        writer: Holds the letter and its only field, not yet written.
    """
    tree = writer.root["/StructTreeRoot"]
    document = tree["/K"].raw_get(0)
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    page = field.get_object().raw_get("/P")
    place = int(tree["/ParentTreeNextKey"])
    widget = _dictionary({"/Type": pdf_name("/OBJR"), "/Obj": field, "/Pg": page})
    element = writer.add_object(
        _dictionary(
            {
                "/Type": pdf_name("/StructElem"),
                "/S": pdf_name("/Form"),
                "/P": document,
                "/Pg": page,
                "/K": ArrayObject([widget]),
            }
        )
    )
    document.get_object()["/K"].append(element)
    tree["/ParentTree"]["/Nums"].extend([_number(place), element])
    tree[pdf_name("/ParentTreeNextKey")] = _number(place + 1)
    field.get_object()[pdf_name("/StructParent")] = _number(place)
    for changed in (document, writer.root.raw_get("/StructTreeRoot"), field):
        writer.mark_update(changed)


def _dictionary(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    named = {pdf_name(name): value for name, value in entries.items()}
    return DictionaryObject(named)  # type: ignore[no-untyped-call]


def _number(value: int) -> NumberObject:
    return NumberObject(value)  # type: ignore[no-untyped-call]
