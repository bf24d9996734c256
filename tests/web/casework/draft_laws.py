"""An invented draft of an invented law, open for comment; compared as the command compares."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from tests.regimes.small import DAY, FILES

from licet.cli.drafting.comparison import compared
from licet.regimes import Regime, read_regime
from licet.web.casework.access import SYSTEM
from licet.web.casework.services.law.drafts import NewDraft, open_draft
from licet.web.casework.views import LawDraftView

LAST = date(2026, 3, 10)
DRAFT_FILES = {
    name: text.replace("destination, in_group: friends", "destination, is: CA")
    for name, text in FILES.items()
}


def law_of(files: dict[str, str]) -> Regime:
    law, problems = read_regime(files)
    assert law is not None, problems
    return law


@cache
def comparison() -> dict[str, Any]:
    return compared(law_of(FILES), law_of(DRAFT_FILES), on=DAY)


def new_draft(**changes: Any) -> NewDraft:
    law, draft = law_of(FILES), law_of(DRAFT_FILES)
    whole = NewDraft(
        title="Fewer friends (invented)",
        package=draft.header.id,
        version=draft.header.version,
        digest=draft.digest,
        against=law.header.id,
        against_version=law.header.version,
        against_digest=law.digest,
        compared_on=DAY,
        closes_on=LAST,
        files=DRAFT_FILES,
        comparison=comparison(),
    )
    return replace(whole, **changes)


def opened(**changes: Any) -> LawDraftView:
    return open_draft(by=SYSTEM, draft=new_draft(**changes))
