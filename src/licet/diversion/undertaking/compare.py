"""Field by field: what was generated, what came back, what the case says now."""

from collections.abc import Iterator, Mapping
from datetime import date

from licet.diversion.undertaking.model import (
    Content,
    Difference,
    Returned,
    ReturnFinding,
    Sealed,
)
from licet.kernel import digest

# What the case may say otherwise later without touching what the end user promised.
_OF_THE_DAY = frozenset(
    {"number", "made_on", "valid_until", "format", "authority", "promises"}
)
BY_EYE = ("end_user", "consignees", "destination", "end_use", "items", "promises")


def _flat(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _flat(value[key], f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value):
            yield from _flat(one, f"{path}.{place}")
    else:
        yield path, "" if value is None else str(value)


def differences(generated: Content, returned: Content) -> tuple[Difference, ...]:
    """Every field in which two contents differ, in the order of their names."""
    before, after = dict(_flat(generated, "")), dict(_flat(returned, ""))
    return tuple(
        Difference(
            field=name, generated=before.get(name, ""), returned=after.get(name, "")
        )
        for name in sorted(before.keys() | after.keys())
        if before.get(name, "") != after.get(name, "")
    )


def judge_return(
    returned: Returned, generated: Sealed | None, *, now: Content, on: date
) -> ReturnFinding:
    """Whether a returned undertaking may be taken.

    Args:
        returned: What was uploaded.
        generated: The undertaking of that number in this case; ``None`` when there is none.
        now: The content that the case would give today, for the same number and days.
        on: The legal day.

    Returns:
        ``fits``, or the first reason against it with the fields that differ.
    """
    if generated is None:
        return ReturnFinding(code="foreign")
    told = _tampered(returned, generated)
    if told is not None:
        return told
    moved = _of_the_case(differences(generated.content, now))
    if moved:
        return ReturnFinding(code="outdated", differences=moved)
    if on > generated.valid_until:
        return ReturnFinding(code="expired")
    if not generated.made_on <= returned.signed_on <= on:
        return ReturnFinding(
            code="out_of_time",
            differences=(
                Difference(
                    field="signed_on",
                    generated=f"{generated.made_on} to {on}",
                    returned=str(returned.signed_on),
                ),
            ),
        )
    readable = returned.sealed is not None and returned.pages_differ is False
    return ReturnFinding(code="fits", by_eye=() if readable else BY_EYE)


def _of_the_case(found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    return tuple(one for one in found if one.field.partition(".")[0] not in _OF_THE_DAY)


def _tampered(returned: Returned, generated: Sealed) -> ReturnFinding | None:
    if returned.sealed is not None:
        found = differences(generated.content, returned.sealed.content)
        if found:
            return ReturnFinding(code="tampered", differences=found)
        if digest(returned.sealed.content) != returned.sealed.content_hash:
            return _otherwise(
                "content_hash", generated.content_hash, returned.sealed.content_hash
            )
    if returned.content_hash != generated.content_hash:
        return _otherwise("content_hash", generated.content_hash, returned.content_hash)
    if returned.pages_differ:
        return _otherwise("pages", "as generated", "another text")
    return None


def _otherwise(field: str, before: str, after: str) -> ReturnFinding:
    return ReturnFinding(
        code="tampered",
        differences=(Difference(field=field, generated=before, returned=after),),
    )
