import asyncio

from tests.licence.samples import NOON
from tests.web.letters.conftest import Issued

from licet.web.casework.letters import DocumentKeys, open_signed, sign_pdf
from licet.web.casework.letters.waiting import finish


async def _answer() -> int:
    return 42


def test_work_is_finished_where_nothing_else_runs() -> None:
    assert finish(_answer()) == 42


def test_letters_are_signed_and_checked_under_a_running_event_loop(
    issued: Issued, keys: DocumentKeys
) -> None:
    async def inside() -> bytes:
        return sign_pdf(issued.letter, keys.document, at=NOON)

    signed = asyncio.run(inside())

    async def checked() -> str:
        return open_signed(signed, keys.key_set).name

    assert asyncio.run(checked()) == "licence.sdjwt"
