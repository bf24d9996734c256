"""Everything stored of one case, table by table: for the archive, for those who ask what is held."""

import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from licet.web.casework.keeping.content import CONTENT, Content
from licet.web.casework.models import Case
from licet.web.casework.record.blanking import stored_id


def rows_of_case(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Every row of a case that holds content, by table, as plain JSON values."""
    found = {}
    models = {
        model._meta.db_table: model  # noqa: SLF001  # Django's own way to the name
        for model in apps.get_app_config("casework").get_models()
    }
    for content in CONTENT:
        ids = _ids(content, case)
        rows = models[content.table].objects.filter(pk__in=ids).order_by("pk").values()  # type: ignore[attr-defined]  # every model has it
        if told := [_plain(row) for row in rows]:
            found[content.table.removeprefix("casework_")] = told
    return found


def _ids(content: Content, case: Case) -> list[Any]:
    cast = "%s::uuid" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {content.table} WHERE {content.of(cast)}",  # noqa: S608  # names of our own table
            [stored_id(case.pk)],
        )
        return [row[0] for row in cursor.fetchall()]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(row, cls=DjangoJSONEncoder))
    return told


def as_json(value: object) -> bytes:
    """Plain values as readable JSON."""
    return json.dumps(
        value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()
