"""Work in blocks over files of any size: read, screened, kept block by block, taken up again.

A part of the shell: it starts processes and writes files. What is done with a block is the
engines' own; here stands only how many blocks become many answers, in order, without loss.
"""

from licet.bulk.choice import executor_for
from licet.bulk.errors import (
    BusyRunError,
    ChangedInputError,
    ClusterUnsafeError,
    MissingExtraError,
    MixedRunError,
    NoRoomError,
    PartyFileError,
    TooManyRowsError,
    WorkerDiedError,
)
from licet.bulk.executor import Executor, LocalProcesses, OneProcess
from licet.bulk.model import (
    COLUMNS,
    Answer,
    Block,
    Done,
    PartyRow,
    Passed,
    Place,
    Progress,
    SetAside,
)
from licet.bulk.result import Target, csv_lines, finish
from licet.bulk.run import Order, Run, open_run
from licet.bulk.source import Form, PartyFile, party_file
from licet.bulk.store import RunFolder, read_block
from licet.bulk.work import ScreenBlock

__all__ = [
    "COLUMNS",
    "Answer",
    "Block",
    "BusyRunError",
    "ChangedInputError",
    "ClusterUnsafeError",
    "Done",
    "Executor",
    "Form",
    "LocalProcesses",
    "MissingExtraError",
    "MixedRunError",
    "NoRoomError",
    "OneProcess",
    "Order",
    "PartyFile",
    "PartyFileError",
    "PartyRow",
    "Passed",
    "Place",
    "Progress",
    "Run",
    "RunFolder",
    "ScreenBlock",
    "SetAside",
    "Target",
    "TooManyRowsError",
    "WorkerDiedError",
    "csv_lines",
    "executor_for",
    "finish",
    "open_run",
    "party_file",
    "read_block",
]
