"""Longer records of an act from a JSON file, in the form in which the API takes them."""

from pathlib import Path
from typing import TypeVar

from licet.kernel import InputError

Record = TypeVar("Record")


def from_file(kind: type[Record], source: Path) -> Record:
    """What a JSON file says, as a record.

    Args:
        kind: The record; its fields are the names in the file.
        source: The file.

    Raises:
        InputError: It is no JSON, or something in it is missing or of another form; says where.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_json(source.read_bytes())
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(map(str, wrong["loc"])) or "the file"
        raise InputError(f"{source}: {where}: {wrong['msg']}.") from error
