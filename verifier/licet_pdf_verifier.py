#!/usr/bin/env python3
"""A second, independent check of a Licet letter: is the PDF, byte for byte, what was signed?

It imports nothing of Licet: only Python 3.11, the package ``cryptography`` and, for the attached
licence, ``licet_licence_verifier.py`` beside it. It was written from the section "Letter" of
docs/reference/licence-format.md. It does not read the pages: compare what they show with
the fields that it prints.

    python licet_pdf_verifier.py licence.pdf --keys licet-keys.json [--status status.jwt]
        [--proof FILE.receipt] [--as customs] [--at TIME] [--hours 24]

Exit code 0 for valid, 1 for not valid, 4 for not confirmed, 2 for wrong use.
"""

import argparse
import hashlib
import json
import re
import sys
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate

sys.path.insert(0, str(Path(__file__).resolve().parent))
import licet_licence_verifier as licence

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]")
TIME = re.compile(rb"/M\s*\(D(?::|\\072)(\d{14})(?:Z|\+00'00'?)\)")
ATTACHED = re.compile(
    rb"<<(?=[^>]*/Type\s*/EmbeddedFile)[^>]*?/Length (\d+)[^>]*?(?:<<[^>]*>>[^>]*)?>>\s*stream\r?\n"
)
SEQUENCE, SET, INTEGER, OCTETS, CONTEXT, EXPLICIT = 0x30, 0x31, 0x02, 0x04, 0xA0, 0xA0
SHA_256 = bytes.fromhex("300d06096086480165030402010500")
RSA_SHA_256 = bytes.fromhex("300d06092a864886f70d01010b0500")
DATA = bytes.fromhex("300b06092a864886f70d010701")
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
ONE = bytes.fromhex("020101")
LARGEST = 2**24


class AlteredError(Exception):
    """The file is not what the authority signed; the text says why."""


def tlv(tag: int, *parts: bytes) -> bytes:
    """One DER value."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:  # noqa: PLR2004  # the short form of a length
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def split(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """Tag, content and whole of each DER value in a row."""
    out, at = [], 0
    while at < len(data):
        begin, tag = at, data[at]
        size, at = data[at + 1], at + 2
        if size & 0x80:
            width = size & 0x7F
            size, at = int.from_bytes(data[at : at + width], "big"), at + width
        if at + size > len(data):
            raise AlteredError("its signature is cut")
        out.append((tag, data[at : at + size], data[begin : at + size]))
        at += size
    return out


def take_apart(pdf: bytes) -> tuple[bytes, bytes]:
    """What is signed, and the hexadecimal of the signature, over every byte of the file."""
    found = RANGE.findall(pdf)
    if len(found) != 1 or pdf.count(b"/ByteRange") != 1:
        raise AlteredError("it does not carry exactly one signature")
    begin, before, after, rest = map(int, found[0])
    if begin != 0 or after + rest != len(pdf) or not 0 < before < after:
        raise AlteredError("bytes stand before or after what was signed")
    if pdf[before : before + 1] != b"<" or pdf[after - 1 : after] != b">":
        raise AlteredError("the place of its signature was changed")
    return pdf[:before] + pdf[after:], pdf[before + 1 : after - 1]


def read_signature(hexadecimal: bytes) -> tuple[bytes, bytes, bytes]:
    """Certificate, signed attributes (their content) and signature, in their one spelling."""
    if not re.fullmatch(rb"(?:[0-9A-F]{2})+", hexadecimal):
        raise AlteredError("its signature was written anew")
    whole = stated(bytes.fromhex(hexadecimal.decode()))
    try:
        _type, (_, wrapped, _) = split(whole)
        ((_, signed, _),) = split(wrapped)
        _v, _algorithms, _content, (_, certificate, _), (_, signers, _) = split(signed)
        ((_, signer, _),) = split(signers)
        _v, _who, _digest, (_, attributes, _), _way, (_, signature, _) = split(signer)
    except (ValueError, IndexError) as error:
        raise AlteredError("its signature is damaged") from error
    rebuilt = container(certificate, attributes, signature).hex().upper().encode()
    if hexadecimal != rebuilt + b"0" * (len(hexadecimal) - len(rebuilt)):
        raise AlteredError("its signature was written anew")
    return certificate, attributes, signature


def stated(data: bytes) -> bytes:
    """Content of the first DER value, by the length that it states."""
    width = data[1] & 0x7F if data[1] & 0x80 else 0
    size = int.from_bytes(data[2 : 2 + width], "big") if width else data[1]
    return data[2 + width : 2 + width + size]


def container(certificate: bytes, attributes: bytes, signature: bytes) -> bytes:
    """The CMS container as the authority writes it."""
    try:
        held = load_der_x509_certificate(certificate)
    except ValueError as error:
        raise AlteredError("its certificate is damaged") from error
    serial = held.serial_number
    number = serial.to_bytes(serial.bit_length() // 8 + 1, "big")
    who = tlv(SEQUENCE, held.issuer.public_bytes(), tlv(INTEGER, number))
    signer = tlv(
        SEQUENCE, ONE, who, SHA_256, tlv(CONTEXT, attributes), RSA_SHA_256, tlv(OCTETS, signature)
    )  # fmt: skip
    signed = tlv(
        SEQUENCE, ONE, tlv(SET, SHA_256), DATA, tlv(CONTEXT, certificate), tlv(SET, signer)
    )  # fmt: skip
    return tlv(SEQUENCE, SIGNED_DATA, tlv(EXPLICIT, signed))


def require_signed(
    certificate: bytes, attributes: bytes, signature: bytes, data: bytes
) -> None:
    """The attributes name the bytes, and the certificate's key signed the attributes."""
    digests = [
        value
        for _, one, _ in split(attributes)
        for kind, value in [(one[: len(MESSAGE_DIGEST)], one[len(MESSAGE_DIGEST) :])]
        if kind == MESSAGE_DIGEST
    ]
    if digests != [tlv(SET, tlv(OCTETS, hashlib.sha256(data).digest()))]:
        raise AlteredError("a part of it was changed after signing")
    public = load_der_x509_certificate(certificate).public_key()
    if not isinstance(public, RSAPublicKey):
        raise AlteredError("its certificate is not for RSA")
    try:
        public.verify(signature, tlv(SET, attributes), PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise AlteredError("its signature does not hold") from error


def attachment(pdf: bytes) -> bytes:
    """The one attached file, whose hash stands among the keywords."""
    found = list(ATTACHED.finditer(pdf))
    if len(found) != 1:
        raise AlteredError("it does not carry exactly one set of signed data")
    data = pdf[found[0].end() : found[0].end() + int(found[0][1])]
    if b"FlateDecode" in found[0][0]:
        try:
            data = zlib.decompressobj().decompress(data, LARGEST)
        except zlib.error as error:
            raise AlteredError("its attachment is damaged") from error
    if b"sha256:" + hashlib.sha256(data).hexdigest().encode() not in pdf:
        raise AlteredError("the attached data are not those it was made with")
    return data


def open_letter(
    pdf: bytes, keys: dict[str, Any]
) -> tuple[dict[str, Any], datetime, bytes]:
    """The key that signed, when, and the attachment; raises for anything that was changed."""
    signed, hexadecimal = take_apart(pdf)
    certificate, attributes, signature = read_signature(hexadecimal)
    kid = hashlib.sha256(certificate).hexdigest()[:16]
    known = [
        key
        for key in keys["keys"]
        if key["kid"] == kid and key["alg"] == "RS256" and "document" in key["purposes"]
    ]
    if not known:
        raise AlteredError(
            f"it is signed with certificate {kid}, which is not published"
        )
    require_signed(certificate, attributes, signature, signed)
    times = TIME.findall(pdf)
    if len(times) != 1:
        raise AlteredError("its signature states no time")
    at = datetime.strptime(times[0].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return known[0], at, attachment(pdf)


def verify(  # noqa: PLR0913  # each is a fact of its own
    pdf: bytes,
    *,
    keys: dict[str, Any],
    status: str | None,
    at: datetime,
    limit: timedelta,
    role: str = "public",
    proofs: tuple[tuple[int, frozenset[str]], ...] = (),
) -> dict[str, Any]:
    """The answer for a letter; see ``licet_licence_verifier.verify``."""
    try:
        key, signed_at, attached = open_letter(pdf, keys)
    except AlteredError as error:
        return licence.said([("not_valid", "document_altered")]) | {"why": str(error)}
    digest = hashlib.sha256(pdf).hexdigest()
    logged = min((index for index, named in proofs if digest in named), default=None)
    ground = licence.key_ground(key, signed_at, logged)
    if ground is not None and ground[0] != "valid":
        return dict(licence.said([ground]))
    if attached.startswith(b"{"):
        return dict(licence.said([("valid", "letter")]))
    answer = licence.verify(
        attached.decode("utf-8"),
        keys=keys,
        status=status,
        at=at,
        limit=limit,
        role=role,
        proofs=proofs,
    )
    first = [ground[1]] if ground and answer["answer"] == "valid" else []
    return answer | {"codes": first + answer["codes"]}


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check a Licet letter (PDF).")
    parser.add_argument("document", type=Path)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--status", type=Path)
    parser.add_argument("--proof", type=Path, action="append", default=[])
    parser.add_argument(
        "--as", dest="role", choices=sorted(licence.SEES), default="customs"
    )
    parser.add_argument("--at", type=licence.instant, default=datetime.now(UTC))  # noqa: TID251  # a command
    parser.add_argument("--hours", type=int, default=24)
    given = parser.parse_args(arguments)
    try:
        keys = licence.read_keys(given.keys.read_bytes())
        answer = verify(
            given.document.read_bytes(),
            keys=keys,
            status=given.status.read_text("utf-8") if given.status else None,
            at=given.at,
            limit=timedelta(hours=given.hours),
            role=given.role,
            proofs=tuple(
                licence.read_proof(one, keys["log_keys"]) for one in given.proof
            ),
        )
    except Exception as error:  # noqa: BLE001  # whatever it was: nothing was proven
        print(f"cannot check: {error}", file=sys.stderr)
        return 2
    print(json.dumps(answer, indent=1, ensure_ascii=False))
    return licence.EXIT[answer["answer"]]


if __name__ == "__main__":
    sys.exit(main())
