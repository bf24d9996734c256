"""Why casework says no. Each has a code for machines and a status for HTTP."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

from licet.decision import Obstacle
from licet.kernel import InputError, LicetError


class CaseworkError(InputError):
    """An act that cannot be done as asked."""

    code: ClassVar[str] = "casework"
    status: ClassVar[int] = 422


class NotAllowedError(CaseworkError):
    """The person may not do this; the attempt is entered in the ledger."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

    def __init__(self, why: str = "") -> None:
        super().__init__(
            why
            or "You may not do this. Ask your team lead if you think that you should."
        )


class NotIndependentActError(NotAllowedError):
    """The person is too near to the earlier acts of the case."""

    code: ClassVar[str] = "not_independent_act"


class NotFoundError(CaseworkError):
    """Nothing here, or nothing that this person has standing to see."""

    code: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self, what: str = "page") -> None:
        super().__init__(
            f"There is no such {what}, or you have no standing to see it. "
            "Check the number, and with which account you are signed in."
        )


class StaleVersionError(CaseworkError):
    """Somebody else acted in between."""

    code: ClassVar[str] = "stale_version"
    status: ClassVar[int] = 409

    def __init__(self, number: str, seen: int, now: int) -> None:
        super().__init__(
            f"{number} has changed since you opened it (you saw version {seen}, it is now "
            f"version {now}). Nothing of yours was saved. Open it again, look at what "
            "changed, and repeat your act if it still fits."
        )


class WrongStateError(CaseworkError):
    """The transition table does not foresee the act in this state."""

    code: ClassVar[str] = "wrong_state"
    status: ClassVar[int] = 409


class DraftClosedError(WrongStateError):
    """The last day for comments on a draft of law has ended."""

    code: ClassVar[str] = "draft_closed"


class TooManyCommentsError(CaseworkError):
    """A draft of law had as many comments within an hour as it takes."""

    code: ClassVar[str] = "too_many_comments"
    status: ClassVar[int] = 429


class InvalidInputError(CaseworkError):
    """Fields that must be put right.

    Attributes:
        fields: Message by field name.
    """

    code: ClassVar[str] = "invalid_input"
    status: ClassVar[int] = 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()))


class GrantObstructedError(CaseworkError):
    """The gate before a signature found something open.

    Attributes:
        obstacles: Everything that is open.
    """

    code: ClassVar[str] = "obstructed"
    status: ClassVar[int] = 409

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        self.obstacles = obstacles
        super().__init__(
            "This cannot be signed yet. "
            + " ".join(obstacle.words for obstacle in obstacles)
        )


class FileTooLargeError(CaseworkError):
    """An upload over the limit; it was stopped on the way."""

    code: ClassVar[str] = "file_too_large"
    status: ClassVar[int] = 413

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The file is larger than {limit // (1024 * 1024)} MB. Send a smaller one, or "
            "split it."
        )


class FileRefusedError(CaseworkError):
    """A file whose content is not of an accepted type, or is dangerous."""

    code: ClassVar[str] = "file_refused"
    status: ClassVar[int] = 422


class UnavailableError(CaseworkError):
    """Something that the act needs is not there now."""

    code: ClassVar[str] = "unavailable"
    status: ClassVar[int] = 503


def status_of(error: LicetError) -> int:
    """The HTTP status of one of our errors, for pages and API alike."""
    if isinstance(error, CaseworkError):
        return error.status
    if isinstance(error, InputError):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.INTERNAL_SERVER_ERROR
