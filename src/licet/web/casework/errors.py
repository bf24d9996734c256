"""Why casework says no. Each has a code for machines and a status for HTTP."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import ClassVar

from licet.decision import Obstacle
from licet.diversion.undertaking import ReturnFinding, in_words
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


class WithheldError(NotAllowedError):
    """A document is marked above what the person may read."""

    code: ClassVar[str] = "withheld"

    def __init__(self, marking: str, owner: str) -> None:
        super().__init__(
            f"This document is marked {marking} and withheld from you. Ask its owner, "
            f"{owner}, on the page of the case's review."
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


class DocumentBeingMadeError(CaseworkError):
    """The document of the edition in force is not there yet; one of an edition before is no substitute."""

    code: ClassVar[str] = "document_being_made"
    status: ClassVar[int] = 409

    def __init__(self, licence: str, edition: int) -> None:
        super().__init__(
            f"The document of licence {licence}, edition {edition}, is being made. Ask for it "
            "again in a moment. A document of an earlier edition holds no more."
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


class ChangedMeanwhileError(CaseworkError):
    """The version that a program named in ``If-Match`` is not the present one.

    Attributes:
        version: The present version, where the resource counts versions.
    """

    code: ClassVar[str] = "changed_meanwhile"
    status: ClassVar[int] = 412

    def __init__(self, number: str, present: int | None = None) -> None:
        self.version = present
        now = "" if present is None else f" It is now version {present}."
        super().__init__(
            f"{number} is not as your If-Match says.{now} Nothing was done. Read it again, "
            "look at what changed, and repeat your act with its new ETag if it still fits."
        )


class VersionNeededError(CaseworkError):
    """An act that must name the version on which it rests does not."""

    code: ClassVar[str] = "version_needed"
    status: ClassVar[int] = 428

    def __init__(self) -> None:
        super().__init__(
            "This act must say on which version it rests. Read the resource, and send its "
            "ETag as `If-Match`, or its version as `version` in the body."
        )


class NothingToMatchError(CaseworkError):
    """``If-Match`` on an act that is not on one resource, or a tag that is none."""

    code: ClassVar[str] = "nothing_to_match"
    status: ClassVar[int] = 400

    def __init__(self, sent: str) -> None:
        super().__init__(
            f"If-Match {sent[:80]} fits nothing here. Send the ETag of the resource on which "
            "you act, as you got it with GET, or leave If-Match out."
        )


class CallKeyNeededError(CaseworkError):
    """A call that makes something new came without an idempotency key, or with a bad one."""

    code: ClassVar[str] = "key_needed"
    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__(
            "Send `Idempotency-Key: KEY` with a key that you make for this one act: 1 to 200 "
            "visible ASCII characters, for example a UUID. Repeat the call with the same key "
            "until you have its answer; it is done once."
        )


class CallKeyReusedError(CaseworkError):
    """An idempotency key came again with another request."""

    code: ClassVar[str] = "key_reused"
    status: ClassVar[int] = 422

    def __init__(self) -> None:
        super().__init__(
            "This idempotency key was sent before with another method, address or body. "
            "Nothing was done. Send each new act with a new key."
        )


class CallRunningError(CaseworkError):
    """The same call with the same key is still at work."""

    code: ClassVar[str] = "still_running"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            "The call with this idempotency key is still at work. Send it again in a moment: "
            "you will get its answer."
        )


class CallOvertakenError(CaseworkError):
    """A try that was taken for dead met a newer one; its act was rolled back."""

    code: ClassVar[str] = "call_overtaken"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            "This try took so long that a newer one with the same key went on in its place. "
            "This one did nothing. Send the call again to get the answer."
        )


class WrongStateError(CaseworkError):
    """The transition table does not foresee the act in this state."""

    code: ClassVar[str] = "wrong_state"
    status: ClassVar[int] = 409


class StaleProposalError(WrongStateError):
    """An entry of an own list was changed since a proposal on it was written."""

    code: ClassVar[str] = "stale_proposal"

    def __init__(self, entry: str, seen: int, now: int) -> None:
        super().__init__(
            f"Entry {entry} has changed since this was written (on version {seen}, it is now "
            f"version {now}). Nothing was changed. Look at the entry as it stands, and "
            "propose anew what still fits."
        )


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


class MixedEvidenceError(InvalidInputError):
    """Hits that were to be decided together do not rest on the same evidence.

    Attributes:
        odd: The hits that differ from the others, each in words.
    """

    code: ClassVar[str] = "mixed_evidence"

    def __init__(self, odd: tuple[str, ...]) -> None:
        self.odd = odd
        super().__init__(
            {
                "hits": "One word fits only hits of the same party and the same entry. "
                f"These differ from the others: {'; '.join(odd)}. Nothing was saved. "
                "Leave them out and decide each by itself."
            }
        )


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


class UndertakingRefusedError(CaseworkError):
    """A returned undertaking that does not fit; it is kept, and why is in the record.

    Attributes:
        finding: The reason, with every field that differs.
    """

    code: ClassVar[str] = "undertaking_refused"
    status: ClassVar[int] = 422

    def __init__(self, finding: ReturnFinding) -> None:
        self.finding = finding
        super().__init__(in_words(finding))


class CaseErasedError(CaseworkError):
    """The content of the case was lawfully erased."""

    code: ClassVar[str] = "case_erased"
    status: ClassVar[int] = 410

    def __init__(self, number: str, on: date, by: str, rule: str, reason: str) -> None:
        self.number = number
        super().__init__(
            f"The content of {number} was erased on {on:%F} by {by} under {rule}: {reason} "
            f"It is not replayable since {on:%F}, by {by}, under {rule}. Its entries still "
            "prove that it existed and was not changed; nobody can read it."
        )


class HoldStandsError(WrongStateError):
    """A legal hold stands on the case; nothing of it may go."""

    code: ClassVar[str] = "hold_stands"


class NotDueError(WrongStateError):
    """The retention schedule does not let the case go yet."""

    code: ClassVar[str] = "not_due"


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
