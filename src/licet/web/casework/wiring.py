"""The one place where ports meet the world."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from licet.regimes import LawTextFolder, NoLawTexts
from licet.web.casework.decision.papers import Papers
from licet.web.casework.engines import Law, Lists
from licet.web.casework.ports import LawTexts, Ports
from licet.web.casework.record.evidence import SealedEvidence
from licet.web.casework.risk.country_data import CountryData


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class MailPost:
    """Django's mail, whichever backend the settings name."""

    def send(self, *, to: str, subject: str, body: str, key: str) -> None:
        """Hand over one message; the key lets a receiver drop a second copy."""
        EmailMessage(
            subject=subject, body=body, to=[to], headers={"X-Licet-Key": key}
        ).send()


def law_texts() -> LawTexts:
    """The folder that the setting names, else the one beside the checkout, else nothing."""
    if settings.LICET_LAW_TEXTS:
        return LawTextFolder(root=Path(settings.LICET_LAW_TEXTS))
    beside = Path.cwd().parent / "shared" / "data" / "law"
    return LawTextFolder(root=beside) if beside.is_dir() else NoLawTexts()


@cache
def real_ports() -> Ports:
    """The ports of this installation."""
    law = Law(
        governing=settings.LICET_PROFILE,
        laws=(settings.LICET_PROFILE, *settings.LICET_OTHER_LAWS),
    )
    return Ports(
        clock=SystemClock(),
        evidence=SealedEvidence(root=settings.LICET_STATE / "evidence"),
        post=MailPost(),
        determiner=law,
        screener=Lists(
            state=settings.LICET_STATE, stale_after=settings.LICET_LISTS_STALE_AFTER
        ),
        assessor=law,
        documents=Papers(
            folder=settings.LICET_STATE / "keys" / "documents",
            passphrase=settings.LICET_KEY_PASSPHRASE.encode(),
        ),
        texts=law_texts(),
        destinations=CountryData(state=settings.LICET_STATE, law=law),
    )
