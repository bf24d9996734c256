"""Documents that leave: licences and letters, made after commit by the letters part."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from licet.kernel import Quantity
from licet.licence import (
    CheckpointReference,
    LicenceClaims,
    LicenceCondition,
    LicensedItem,
    NamedParty,
    StatusReference,
    issue_code,
    issue_licence,
)
from licet.web.casework.letters import (
    LetterData,
    LetterGround,
    LetterKind,
    render_letter,
    render_licence,
)
from licet.web.casework.letters.key_files import FileVault
from licet.web.casework.letters.keys import (
    PUBLISHED,
    DocumentKeys,
    KeyVault,
    create_keys,
    open_keys,
)
from licet.web.casework.letters.sign import sign_pdf
from licet.web.casework.ports import Json
from licet.web.casework.record.checkpoints import newest_checkpoint


@lru_cache(maxsize=2)
def _unlocked(folder: Path, vault: Any, published: int) -> DocumentKeys:  # noqa: ANN401, ARG001  # any vault that can be told apart; a rotation publishes anew
    """The keys, unlocked once for each published set: unlocking is slow on purpose."""
    return open_keys(folder, vault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The real maker of documents.

    Attributes:
        folder: The folder of the document keys.
        passphrase: What unlocks them.
    """

    folder: Path
    passphrase: bytes

    @property
    def vault(self) -> KeyVault:
        """Where the secrets live: files in the folder, or what the setting names."""
        if settings.LICET_DOCUMENT_KEYS:
            made: KeyVault = import_string(settings.LICET_DOCUMENT_KEYS)()
            return made
        return FileVault(folder=self.folder, passphrase=self.passphrase)

    def keys(self, at: datetime) -> DocumentKeys:
        """The keys, unlocked; made on first use."""
        if not (self.folder / PUBLISHED).exists():
            return create_keys(
                self.folder,
                self.vault,
                issuer=settings.LICET_URL,
                authority=settings.LICET_AUTHORITY,
                at=at,
            )
        published = (self.folder / PUBLISHED).stat().st_mtime_ns
        return _unlocked(self.folder, cast("Any", self.vault), published)

    def licence(self, claims: Json) -> Mapping[str, bytes]:
        """The documents of a licence by kind."""
        value = _claims(claims)
        keys = self.keys(value.issued_at)
        sdjwt = issue_licence(
            value, signer=keys.licence, salt_key=secrets.token_bytes(32)
        )
        code = issue_code(value, signer=keys.licence)
        pdf = render_licence(value, sdjwt, code, value.checkpoint)
        signed = sign_pdf(pdf, keys.document, at=value.issued_at)
        return {"pdf": signed, "sdjwt": sdjwt.encode(), "code": code.encode()}

    def letter(self, content: Json) -> bytes:
        """The signed PDF of a letter."""
        at = datetime.fromisoformat(content["at"])
        data = LetterData(
            authority=settings.LICET_AUTHORITY,
            reference=content["reference"],
            dated=date.fromisoformat(content["dated"]),
            addressee=tuple(content["addressee"]),
            facts=tuple((label, value) for label, value in content["facts"]),
            grounds=tuple(
                LetterGround(words=words, law=law) for words, law in content["grounds"]
            ),
            reasons=tuple(content["reasons"]),
            outcome=content["outcome"],
            answer_by=_day(content["answer_by"]),
            appeal_by=_day(content["appeal_by"]),
            appeal_to=content["appeal_to"],
            signatory=content["signatory"],
            post=content["post"],
            checkpoint=checkpoint_reference(),
        )
        pdf = render_letter(LetterKind(content["kind"]), data)
        return sign_pdf(pdf, self.keys(at).document, at=at)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def checkpoint_reference() -> CheckpointReference:
    """The newest state of the public log."""
    newest = newest_checkpoint()
    return CheckpointReference(
        origin=newest.origin, size=newest.size, root=newest.root.hex()
    )


def _named(raw: Mapping[str, Any] | None) -> NamedParty | None:
    return NamedParty(name=raw["name"], country=raw["country"]) if raw else None


def _claims(raw: Json) -> LicenceClaims:
    return LicenceClaims(
        number=raw["number"],
        kind="individual",
        authority=settings.LICET_AUTHORITY,
        issuer=settings.LICET_URL,
        regime=raw["regime"],
        licensee=NamedParty(**raw["licensee"]),
        consignee=_named(raw["consignee"]),
        end_user=NamedParty(**raw["end_user"]),
        destination=raw["destination"],
        items=tuple(
            LicensedItem(
                line=line,
                entry=item["entry"],
                description=item["name"],
                quantity=Quantity(amount=Decimal(item["quantity"]), unit=item["unit"]),
                value=item["value"],
            )
            for line, item in enumerate(raw["items"], start=1)
        ),
        conditions=tuple(LicenceCondition(**one) for one in raw["conditions"]),
        end_use=raw["end_use"] or None,
        first_day=date.fromisoformat(raw["first_day"]),
        last_day=date.fromisoformat(raw["last_day"]),
        zone=settings.LICET_ZONE,
        issued_at=datetime.fromisoformat(raw["issued_at"]),
        status=StatusReference(
            uri=f"{settings.LICET_URL}/status/1", index=raw["status_index"]
        ),
        checkpoint=checkpoint_reference(),
    )
