"""Determinations in bulk: three-valued over columns, by numpy and by SQL, and replay.

A package and a day become a flat graph of operations (``plan_of``); a caseload becomes
columns (``read_caseload``, ``caseload_of``); ``evaluate`` says what is certain of every row.
Where all facts are known that is the single determination; where some are open it may leave
more outcomes possible, never fewer.
"""

from licet.determination.bulk.columns import Caseload, caseload_of
from licet.determination.bulk.duck import run_sql
from licet.determination.bulk.errors import BulkMissingError, MalformedCaseloadError
from licet.determination.bulk.outcome import (
    OUTCOMES,
    Bulk,
    Named,
    encode,
    evaluate,
    outcomes,
)
from licet.determination.bulk.plan import Plan, plan_of
from licet.determination.bulk.prepare import with_ordinary
from licet.determination.bulk.replay import Answer, Change, Replay, replay
from licet.determination.bulk.sql import sql_of
from licet.determination.bulk.store import open_saved, read_caseload, save

__all__ = [
    "OUTCOMES",
    "Answer",
    "Bulk",
    "BulkMissingError",
    "Caseload",
    "Change",
    "MalformedCaseloadError",
    "Named",
    "Plan",
    "Replay",
    "caseload_of",
    "encode",
    "evaluate",
    "open_saved",
    "outcomes",
    "plan_of",
    "read_caseload",
    "replay",
    "run_sql",
    "save",
    "sql_of",
    "with_ordinary",
]
