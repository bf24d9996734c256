"""One invented licence with keys and times, for every test of this part."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from licet.kernel import Quantity
from licet.licence import (
    CheckpointReference,
    KeySet,
    LicenceClaims,
    LicenceCondition,
    LicenceStatus,
    LicensedItem,
    NamedParty,
    PublishedKey,
    Purpose,
    SeedSigner,
    StatusReference,
    issue_code,
    issue_licence,
    issue_status_list,
)

ISSUED = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
STATUS_URI = "https://licensing.example/status/1"
SALT_KEY = bytes(range(32))
LICENCE_SIGNER = SeedSigner(seed=b"\x01" * 32)
STATUS_SIGNER = SeedSigner(seed=b"\x02" * 32)
STRANGER = SeedSigner(seed=b"\x03" * 32)

CLAIMS = LicenceClaims(
    number="MLA-2026-000123",
    kind="individual",
    authority="Meridia Licensing Authority",
    issuer="https://licensing.example",
    regime="eu/2021-821",
    licensee=NamedParty(name="Lumen Forensics", country="DE"),
    consignee=NamedParty(name="Nordhafen Forwarding", country="SE"),
    end_user=NamedParty(name="State Police of Sudermark", country="BR"),
    destination="BR",
    items=(
        LicensedItem(
            line=1,
            entry="5A004.b",
            description="Phone extraction unit LX-2",
            quantity=Quantity(amount=Decimal(12)),
            value="120000 EUR",
        ),
    ),
    conditions=(
        LicenceCondition(
            id="c1",
            type="delivery_verification",
            words="Send proof of arrival within 30 days.",
        ),
    ),
    end_use="Extraction of data under a court order",
    first_day=date(2026, 7, 2),
    last_day=date(2027, 7, 1),
    zone="Europe/Brussels",
    issued_at=ISSUED,
    status=StatusReference(uri=STATUS_URI, index=17),
    checkpoint=CheckpointReference(
        origin="licensing.example/log", size=4096, root="cm9vdA=="
    ),
)


def published(signer: SeedSigner, *purposes: Purpose) -> PublishedKey:
    """A key that has been in force since the start of the year."""
    return PublishedKey(
        key_id=signer.key_id,
        algorithm="EdDSA",
        public_key=signer.public_key,
        purposes=frozenset(purposes),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    )


KEYS = KeySet(
    authority=CLAIMS.issuer,
    published_at=NOON,
    keys=(
        published(LICENCE_SIGNER, Purpose.LICENCE),
        published(STATUS_SIGNER, Purpose.STATUS),
    ),
)
DOCUMENT = issue_licence(CLAIMS, signer=LICENCE_SIGNER, salt_key=SALT_KEY)
CODE = issue_code(CLAIMS, signer=LICENCE_SIGNER)


def status_list(
    status: LicenceStatus = LicenceStatus.VALID,
    *,
    issued_at: datetime = NOON,
    lifetime: timedelta = DAY,
    uri: str = STATUS_URI,
    signer: SeedSigner = STATUS_SIGNER,
) -> str:
    """A status list in which the sample licence has this status."""
    return issue_status_list(
        {CLAIMS.status.index: status},
        uri=uri,
        issued_at=issued_at,
        lifetime=lifetime,
        signer=signer,
    )
