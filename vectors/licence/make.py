"""Make the vectors of the licence document: ``python vectors/licence/make.py``.

Everything is invented and follows from constants; a run gives the same bytes wherever zlib
does (the compressed parts are signed as they stand, so only their content is normative).
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from licet.kernel import Quantity, canonical_bytes
from licet.licence import (
    Beside,
    CheckpointReference,
    KeySet,
    LicenceClaims,
    LicenceCondition,
    LicenceStatus,
    LicensedItem,
    LoggedIssue,
    NamedParty,
    PublishedKey,
    Purpose,
    Role,
    SeedSigner,
    StatusReference,
    document_digest,
    issue_code,
    issue_licence,
    issue_status_list,
    present,
    verify,
)
from licet.licence.code import read_code
from licet.licence.encoding import base45, base64url, from_base45

HERE = Path(__file__).resolve().parent
ISSUED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
ASKED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OLD, NEW, STATUS, STRANGER = (SeedSigner(seed=bytes([n]) * 32) for n in (1, 2, 3, 4))
URI = "https://authority.example/status/1"
SALT_KEY = bytes(range(32))

CLAIMS = LicenceClaims(
    number="VEC-2026-0001",
    kind="individual",
    authority="Authority of the Vectors",
    issuer="https://authority.example",
    regime="eu/2021-821",
    licensee=NamedParty(name="Exporter of the Vectors", country="DE"),
    consignee=NamedParty(name="شركة المتجهات", country="AE"),
    end_user=NamedParty(name="向量银行", country="BR"),
    destination="BR",
    items=(
        LicensedItem(
            line=1,
            entry="4D004",
            description="Red-team platform",
            quantity=Quantity(amount=Decimal(25), unit="C62"),
            value="90000.00 EUR",
        ),
        LicensedItem(
            line=2,
            entry="4E001.a",
            description="Training, in person",
            quantity=Quantity(amount=Decimal("1.5"), unit="DAY"),
        ),
    ),
    conditions=(
        LicenceCondition(
            id="c1", type="named_operators", words="Named operators only."
        ),
    ),
    end_use="Tests of the bank's own systems",
    first_day=date(2026, 1, 6),
    last_day=date(2027, 1, 5),
    zone="Europe/Brussels",
    issued_at=ISSUED,
    status=StatusReference(uri=URI, index=7),
    checkpoint=CheckpointReference(
        origin="log.example/vectors", size=300, root="AAECAwQFBgcICQoLDA0ODw=="
    ),
)


def published(signer: SeedSigner, purpose: Purpose, **times: datetime) -> PublishedKey:
    """A key in force since the first day of the year."""
    return PublishedKey(
        key_id=signer.key_id,
        algorithm="EdDSA",
        public_key=signer.public_key,
        purposes=frozenset({purpose}),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        valid_until=times.get("valid_until"),
        compromised_at=times.get("compromised_at"),
    )


KEYS = KeySet(
    authority=CLAIMS.issuer,
    published_at=ASKED,
    keys=(
        published(OLD, Purpose.LICENCE, valid_until=ISSUED + DAY),
        published(NEW, Purpose.LICENCE),
        published(STATUS, Purpose.STATUS),
    ),
)
LOST = replace(
    KEYS,
    keys=(
        replace(
            published(OLD, Purpose.LICENCE, compromised_at=ISSUED + DAY),
            compromised_log_size=10,
        ),
        *KEYS.keys[1:],
    ),
)


def issued(document: str, index: int) -> tuple[LoggedIssue, ...]:
    """A proven act of issue that names the document, in one entry of the log."""
    digests = frozenset({document_digest(document)})
    return (LoggedIssue(index=index, digests=digests),)


def status(
    value: LicenceStatus,
    *,
    uri: str = URI,
    signer: SeedSigner = STATUS,
    at: datetime = ASKED,
) -> str:
    """A status list in which the licence of the vectors has this status."""
    return issue_status_list(
        {7: value}, uri=uri, issued_at=at, lifetime=DAY, signer=signer
    )


DOCUMENT = issue_licence(CLAIMS, signer=OLD, salt_key=SALT_KEY)
CODE = issue_code(CLAIMS, signer=OLD)


OTHER = issue_licence(CLAIMS, signer=OLD, salt_key=bytes(32))


def unsigned(algorithm: str) -> str:
    """The licence under a header that names another algorithm, with an empty signature."""
    payload, *disclosures = DOCUMENT.split(".")[1], *DOCUMENT.split("~")[1:]
    header = {"alg": algorithm, "kid": OLD.key_id, "typ": "licence+sd-jwt"}
    head = base64url(canonical_bytes(header))
    return "~".join([f"{head}.{payload}.", *disclosures])


def letters() -> dict[str, Any]:
    """Base45 both ways."""
    samples = ["", "00", "ff", "0000", "ffff", "4142", "48656c6c6f2121", "00ff10"]
    return {
        "encoded": [
            {"hex": plain, "text": base45(bytes.fromhex(plain))} for plain in samples
        ],
        "refused": ["A", "V5", "GGW", "bb8", "BB8 ", "BB\n"],
    }


def licences() -> dict[str, Any]:
    """The signed text form, whole and cut down to each role."""
    roles = {role.value: present(DOCUMENT, role) for role in Role}
    return {
        "seed": OLD.seed.hex(),
        "salt_key": SALT_KEY.hex(),
        "whole": DOCUMENT,
        "presented": roles,
    }


def codes() -> dict[str, Any]:
    """The printed code, layer by layer."""
    message, claims = read_code(CODE)
    return {
        "code": CODE,
        "cose": from_base45(CODE.removeprefix("LICET1:")).hex(),
        "protected": message.protected.hex(),
        "to_be_signed": message.to_be_signed().hex(),
        "signature": message.signature.hex(),
        "claims": claims,
    }


def statuses() -> list[dict[str, str]]:
    """A status list for each status."""
    return [{"status": value.value, "list": status(value)} for value in LicenceStatus]


def questions() -> list[dict[str, Any]]:
    """Documents, what is known beside them, and the answer."""
    fresh = status(LicenceStatus.VALID)
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("in force", DOCUMENT, {}),
        ("in force, code", CODE, {}),
        ("no status", CODE, {"status": None}),
        ("status at its limit", CODE, {"at": ASKED + DAY}),
        ("status past its limit", CODE, {"at": ASKED + DAY + timedelta(seconds=1)}),
        ("limit of the reader", CODE, {"at": ASKED + DAY, "max_status_age": DAY / 2}),
        (
            "before the first day",
            CODE,
            {"at": CLAIMS.not_before - timedelta(seconds=1)},
        ),
        ("after the last day", CODE, {"at": CLAIMS.not_after}),
        ("other list", CODE, {"status": status(LicenceStatus.VALID, uri=URI + "1")}),
        (
            "list of a stranger",
            CODE,
            {"status": status(LicenceStatus.VALID, signer=NEW)},
        ),
        ("lost key", CODE, {"keys": LOST}),
        ("stranger", issue_code(CLAIMS, signer=STRANGER), {}),
        ("key past its time", issue_code(later(), signer=OLD), {}),
        ("new key", issue_code(later(), signer=NEW), {}),
        ("set too old", CODE, {"keys": old_set()}),
        ("bit changed", CODE[:-1] + ("A" if CODE[-1] != "A" else "B"), {}),
        ("disclosure changed", DOCUMENT[:-2] + "~", {}),
        ("disclosures left out", DOCUMENT.split("~")[0] + "~", {"role": Role.CUSTOMS}),
        ("small letters", CODE.lower(), {}),
        ("no algorithm", unsigned("none"), {}),
        ("algorithm of a secret", unsigned("HS256"), {}),
        (
            "issuer that looks alike",
            issue_code(replace(CLAIMS, issuer="https://authority.examp1e"), signer=OLD),
            {},
        ),
        (
            "disclosures of another licence",
            DOCUMENT.split("~")[0] + "~" + "~".join(OTHER.split("~")[1:]),
            {},
        ),
        ("lost key, proven older", CODE, {"keys": LOST, "issues": issued(CODE, 9)}),
        (
            "lost key, proven older, cut down",
            present(DOCUMENT, Role.CUSTOMS),
            {"keys": LOST, "issues": issued(DOCUMENT, 9)},
        ),
        ("lost key, proven too late", CODE, {"keys": LOST, "issues": issued(CODE, 10)}),
        (
            "list goes back",
            CODE,
            {"seen": (status(LicenceStatus.VALID, at=ASKED + DAY / 144),)},
        ),
        (
            "list goes back over a suspension",
            CODE,
            {"seen": (status(LicenceStatus.SUSPENDED, at=ASKED + DAY / 1440),)},
        ),
        (
            "list undoes an end",
            CODE,
            {"seen": (status(LicenceStatus.REVOKED, at=ASKED - DAY),)},
        ),
        *(
            (f"list says {value.value}", CODE, {"status": status(value)})
            for value in LicenceStatus
        ),
        (
            "suspended long ago",
            CODE,
            {"status": status(LicenceStatus.SUSPENDED), "at": ASKED + 3 * DAY},
        ),
        (
            "revoked long ago",
            CODE,
            {"status": status(LicenceStatus.REVOKED), "at": ASKED + 3 * DAY},
        ),
    ]
    return [question(name, document, fresh, more) for name, document, more in asked]


def later() -> LicenceClaims:
    """The same licence, issued after the old key had ended."""
    return replace(CLAIMS, issued_at=ISSUED + 2 * DAY)


def old_set() -> KeySet:
    """A key set from before the licence, without its key."""
    return replace(KEYS, keys=KEYS.keys[2:], published_at=ISSUED - DAY)


def question(
    name: str, document: str, fresh: str, more: dict[str, Any]
) -> dict[str, Any]:
    """One question with the answer of this implementation."""
    given: dict[str, Any] = {
        "keys": KEYS,
        "status": fresh,
        "at": ASKED + timedelta(hours=1),
        "max_status_age": DAY,
        "role": Role.CUSTOMS,
    } | more
    issues, seen = given.pop("issues", ()), given.pop("seen", ())
    beside = Beside(issues=issues, seen=seen)
    verdict = verify(document, **given, beside=beside).to_json()
    return {
        "name": name,
        "document": document,
        "keys": given["keys"].to_bytes().decode(),
        "status": given["status"],
        "at": given["at"].isoformat(),
        "max_status_age_seconds": given["max_status_age"] // timedelta(seconds=1),
        "role": given["role"].value,
        "seen": list(seen),
        "issues": [
            {"index": one.index, "digests": sorted(one.digests)} for one in issues
        ],
        "answer": verdict["answer"],
        "codes": [reason["code"] for reason in verdict["reasons"]],
        "number": verdict["number"],
        "disclosed": verdict["disclosed"],
        "withheld": verdict["withheld"],
    }


FILES = {
    "base45.json": letters,
    "licences.json": licences,
    "codes.json": codes,
    "statuses.json": statuses,
    "questions.json": questions,
}


def main() -> None:
    """Write every file."""
    for name, make in FILES.items():
        text = json.dumps(make(), indent=1, ensure_ascii=False, sort_keys=True)
        (HERE / name).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
