"""When something that we need is not there: a clear answer 503, and nothing half done."""

import errno
import sys

from django.db import InterfaceError, OperationalError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def cause() -> str:
    """What ended the request that is being answered, where it is a thing that will pass.

    Returns:
        ``database`` (gone, locked, full) or ``storage`` (a full or closed disk); empty when
        we are at fault ourselves.
    """
    error = sys.exception()
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return "database"
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return "storage"
        error = error.__cause__ or error.__context__
    return ""
