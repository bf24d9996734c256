"""How the items of a case are classified under the governing law, and what is still asked."""

from collections.abc import Iterable, Mapping

from licet.web.casework.models import ClassificationOverride
from licet.web.casework.views import ClassifiedItemView, Json, OverrideView


def override_view(row: ClassificationOverride, by: str) -> OverrideView:
    """An officer's own classification."""
    return OverrideView(
        id=f"override:{row.pk}",
        item=row.item,
        entry=row.entry,
        before=row.before,
        law=row.law,
        reasons=row.reasons,
        by=by,
        at=row.at,
    )


def open_catch_alls(found: Json) -> tuple[Json, ...]:
    """The rules for unlisted items that fire, or that an open fact can still make fire."""
    return tuple(
        {
            "id": one["id"],
            "title": one["title"],
            "citation": one["citation"],
            "fires": bool(one["fired"]),
        }
        for one in found.get("rules") or ()
        if one["kind"] == "catch_all" and (one["fired"] or one["value"] == "unknown")
    )


def classified_items(
    names: Iterable[str],
    determined: Mapping[int, Json],
    stated: Mapping[int, Json],
    overrides: Mapping[int, OverrideView],
) -> tuple[ClassifiedItemView, ...]:
    """One line for every item.

    Args:
        names: The items by name, in order.
        determined: The determination under the governing law by item, counted from 0.
        stated: The same of the stated facts alone: an ordinary answer that nobody gave
            frees an item only until somebody looks, so what it hides is still asked.
        overrides: The newest override by item, counted from 1.

    Returns:
        Entry, tier and paragraph of each; or the catch-alls that still ask about it.
    """
    return tuple(
        ClassifiedItemView(
            item=number,
            name=name,
            outcome=str(found.get("outcome", "")),
            entries=tuple(found.get("classification") or ()),
            catch_alls=open_catch_alls(asking),
            questions=_about_the_item(asking),
            override=overrides.get(number),
        )
        for number, name in enumerate(names, start=1)
        for found in (determined.get(number - 1) or {},)
        for asking in (_asking(found, stated.get(number - 1)),)
    )


def _asking(found: Json, stated: Json | None) -> Json:
    return found if found.get("classification") or stated is None else stated


def _about_the_item(found: Json) -> tuple[Json, ...]:
    return tuple(
        one
        for one in found.get("questions") or ()
        if str(one["fact"]).startswith("item.")
    )
