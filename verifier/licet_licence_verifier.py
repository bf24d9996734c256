#!/usr/bin/env python3
"""A second, independent check of a Licet licence: signed text, printed code, status list.

One file. It imports nothing of Licet: only Python 3.11 and the package ``cryptography`` (and
``licet_verifier.py`` beside it, when a receipt of the log is given). It was written from
docs/reference/licence-format.md, so that two implementations must agree.

    python licet_licence_verifier.py FILE --keys licet-keys.json [--status status.jwt]
        [--seen older.jwt] [--proof FILE.receipt] [--as customs] [--at TIME] [--hours 24]

Exit code 0 for valid, 1 for not valid, 4 for not confirmed, 2 for wrong use.
"""

import argparse
import base64
import hashlib
import json
import sys
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PREFIX = "LICET1:"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
SKEW = 300
DEEPEST = 64
LARGEST_CODE, LARGEST_LIST = 2**16, 2**24
TOKEN_PARTS, SIGN1, SIGN1_PARTS, EDDSA = 3, 18, 4, -8
ISS, EXP, NBF, IAT, STATUS, LICENCE = 1, 4, 5, 6, 65535, -70000
STATUSES = {
    0: "valid", 1: "revoked", 2: "suspended", 11: "annulled", 12: "surrendered",
    13: "expired", 14: "exhausted", 15: "replaced",
}  # fmt: skip
UNDONE = {"valid", "suspended"}
OPEN = (
    "number", "kind", "authority", "regime", "first_day", "last_day", "zone", "issued_at",
    "checkpoint",
)  # fmt: skip
CONCEALED = (
    "licensee", "consignee", "end_user", "destination", "items", "value", "conditions",
    "end_use",
)  # fmt: skip
SEES = {
    "public": set(),
    "end_user": {
        "licensee", "end_user", "destination", "items", "conditions", "end_use",
    },
    "customs": {
        "licensee", "consignee", "end_user", "destination", "items", "conditions",
    },
    "partner_authority": set(CONCEALED) - {"value"},
    "licensee": set(CONCEALED),
}  # fmt: skip
RANK = ("not_valid", "not_confirmed", "valid")
EXIT = {"valid": 0, "not_valid": 1, "not_confirmed": 4}

Ground = tuple[str, str]  # answer and code of its reason


class UnreadableError(Exception):
    """Not of the published form at some layer."""


class AlteredError(Exception):
    """A signature that does not hold."""


# -- spelling ----------------------------------------------------------------------------


def unbase64url(text: str) -> bytes:
    """Strict base64url: no padding, one spelling."""
    try:
        data = base64.b64decode(
            (text + "=" * (-len(text) % 4)).encode("ascii"),
            altchars=b"-_",
            validate=True,
        )
    except ValueError as error:
        raise UnreadableError("base64url") from error
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise UnreadableError("base64url")
    return data


def unbase45(text: str) -> bytes:
    """Strict Base45 (RFC 9285)."""
    out = b""
    for at in range(0, len(text), 3):
        group = [LETTERS.find(letter) for letter in text[at : at + 3]]
        value = sum(digit * 45**place for place, digit in enumerate(group))
        if -1 in group or len(group) == 1 or value >= 256 ** (len(group) - 1):
            raise UnreadableError("Base45")
        out += value.to_bytes(len(group) - 1, "big")
    return out


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Members of an object in which no name stands twice."""
    if len(dict(pairs)) != len(pairs):
        raise UnreadableError("a name stands twice")
    return dict(pairs)


def no_number(text: str) -> object:
    """Fractions, exponents, NaN: nothing that is not exact."""
    raise UnreadableError(text)


def read_json(data: bytes) -> Any:  # noqa: ANN401  # JSON
    """JSON with whole numbers only, in UTF-8, not nested beyond reason."""
    try:
        tree = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=once,
            parse_float=no_number,
            parse_constant=no_number,
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableError("JSON") from error
    level = [tree]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (
                outer.values()
                if isinstance(outer, dict)
                else outer
                if isinstance(outer, list)
                else ()
            )
        ]
        if not level:
            return tree
    raise UnreadableError("nested too deep")


def canonical(tree: object) -> bytes:
    """The one spelling of JSON (RFC 8785), without fractions."""
    if isinstance(tree, dict):
        names = sorted(tree, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        inner = b",".join(canonical(n) + b":" + canonical(tree[n]) for n in names)
        return b"{" + inner + b"}"
    if isinstance(tree, list):
        return b"[" + b",".join(map(canonical, tree)) + b"]"
    if isinstance(tree, int) and not isinstance(tree, bool) and abs(tree) >= 2**53:
        raise UnreadableError("a number beyond what JSON holds exactly")
    try:
        return json.dumps(tree, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError("half a character") from error


def inflate(data: bytes, limit: int) -> bytes:
    """One whole zlib stream, nothing behind it."""
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(data, limit)
    except zlib.error as error:
        raise UnreadableError("zlib") from error
    if not stream.eof or stream.unused_data:
        raise UnreadableError("zlib: cut, too large, or followed by more")
    return plain


class Cbor:
    """Deterministic CBOR (RFC 8949 section 4.2), the types of a licence code only."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def whole(self) -> Any:  # noqa: ANN401  # CBOR
        """The one item that the bytes spell."""
        found = self.item(0)
        if self.at != len(self.data):
            raise UnreadableError("bytes after the CBOR")
        return found

    def take(self, count: int) -> bytes:
        """The next bytes."""
        if self.at + count > len(self.data):
            raise UnreadableError("CBOR is cut")
        self.at += count
        return self.data[self.at - count : self.at]

    def argument(self, low: int) -> int:
        """Length or value behind the first byte, in its shortest spelling."""
        if low < 24:  # noqa: PLR2004  # the byte itself holds it
            return low
        width = {24: 1, 25: 2, 26: 4, 27: 8}.get(low)
        if width is None:
            raise UnreadableError("CBOR of indefinite length")
        value = int.from_bytes(self.take(width), "big")
        if value < {1: 24, 2: 2**8, 4: 2**16, 8: 2**32}[width]:
            raise UnreadableError("CBOR with a second spelling")
        return value

    def item(self, depth: int) -> Any:  # noqa: ANN401, PLR0911  # one line a type
        """The next item."""
        if depth > DEEPEST:
            raise UnreadableError("nested too deep")
        head = self.take(1)[0]
        major, value = head >> 5, self.argument(head & 31)
        match major:
            case 0:
                return value
            case 1:
                return -1 - value
            case 2:
                return self.take(value)
            case 3:
                try:
                    return self.take(value).decode("utf-8")
                except UnicodeDecodeError as error:
                    raise UnreadableError("CBOR text") from error
            case 4:
                return [self.item(depth + 1) for _ in range(value)]
            case 5:
                return self.map(value, depth + 1)
            case 6:
                return {"tag": value, "value": self.item(depth + 1)}
        raise UnreadableError("a CBOR type that no code has")

    def map(self, count: int, depth: int) -> dict[object, object]:
        """A map whose keys stand in bytewise order, each once."""
        found, last = {}, b""
        for _ in range(count):
            begin = self.at
            key = self.item(depth)
            spelt = self.data[begin : self.at]
            if not isinstance(key, int | str) or (len(last), last) >= (
                len(spelt),
                spelt,
            ):
                raise UnreadableError("keys of a CBOR map out of order")
            found[key], last = self.item(depth), spelt
        return found


def cbor_head(major: int, value: int) -> bytes:
    """First bytes of an item with a length, shortest form."""
    for low, width, end in ((24, 1, 2**8), (25, 2, 2**16), (26, 4, 2**32)):
        if value < 24:  # noqa: PLR2004  # as above
            return bytes([major << 5 | value])
        if value < end:
            return bytes([major << 5 | low]) + value.to_bytes(width, "big")
    raise UnreadableError("too long for a code")


# -- keys --------------------------------------------------------------------------------


def read_keys(data: bytes) -> dict[str, Any]:
    """The published key set, every identifier derived again."""
    tree = read_json(data)
    if not isinstance(tree, dict) or tree.get("format") != "licet-keys/1":
        raise UnreadableError("not a key set of the format licet-keys/1")
    for key in tree["keys"]:
        member = {"EdDSA": "x", "RS256": "certificate"}[key["alg"]]
        key["raw"] = unbase64url(key[member])
        if hashlib.sha256(key["raw"]).hexdigest()[:16] != key["kid"]:
            raise UnreadableError("a key under the identifier of another")
    return tree


def instant(text: str) -> datetime:
    """A time of the key set."""
    return datetime.fromisoformat(text).astimezone(UTC)


def find_key(keys: dict[str, Any], kid: str, purpose: str) -> dict[str, Any] | None:
    """The Ed25519 key of that identifier, if it may sign for that purpose."""
    for key in keys["keys"]:
        if key["kid"] == kid and key["alg"] == "EdDSA" and purpose in key["purposes"]:
            return dict(key)
    return None


def check(key: dict[str, Any], signature: bytes, data: bytes) -> None:
    """One Ed25519 signature."""
    try:
        Ed25519PublicKey.from_public_bytes(key["raw"]).verify(signature, data)
    except InvalidSignature as error:
        raise AlteredError("the signature does not hold") from error


def key_ground(key: dict[str, Any], at: datetime, logged: int | None) -> Ground | None:
    """Whether a signature of that time counts."""
    until, lost = key["valid_until"], key["compromised_at"]
    if at < instant(key["valid_from"]) or (until and at >= instant(until)):
        return "not_valid", "key_not_in_force"
    if lost is None:
        return None
    safe = key.get("compromised_log_size")
    if at >= instant(lost):
        return "not_valid", "key_compromised"
    if logged is not None and safe is not None and logged < safe:
        return "valid", "issued_before_loss"
    return "not_confirmed", "key_compromised"


# -- the two forms -----------------------------------------------------------------------


@dataclass(kw_only=True)
class Opened:
    """A licence taken apart; nothing is believed yet."""

    form: str
    kid: str
    signed: bytes
    signature: bytes
    claims: dict[str, Any]
    digest: str
    issued: datetime = field(init=False)
    uri: str = field(init=False)
    index: int = field(init=False)

    def __post_init__(self) -> None:
        try:
            place = self.claims["status"]["status_list"]
            self.uri, self.index = place["uri"], place["idx"]
            times = [self.claims[name] for name in ("iat", "nbf", "exp")]
            texts = [self.claims["iss"], self.claims["number"], self.uri]
        except (KeyError, TypeError) as error:
            raise UnreadableError("a claim is missing") from error
        whole = [*times, self.index]
        if not all(isinstance(one, int) for one in whole) or self.index < 0:
            raise UnreadableError("a claim is malformed")
        if not all(isinstance(one, str) for one in texts):
            raise UnreadableError("a claim is malformed")
        self.issued, *_ = (when(one) for one in times)
        self.claims["issued_at"] = self.issued.isoformat()


def when(seconds: int) -> datetime:
    """A time from seconds since 1970."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UnreadableError("an impossible time") from error


def read_token(
    text: str, typ: str
) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """Header, payload, signed bytes and signature of a compact JWS."""
    parts = text.split(".")
    if len(parts) != TOKEN_PARTS:
        raise UnreadableError("not three parts")
    trees = []
    for part in parts[:2]:
        data = unbase64url(part)
        tree = read_json(data)
        if not isinstance(tree, dict) or canonical(tree) != data:
            raise UnreadableError("not canonical JSON")
        trees.append(tree)
    header, payload = trees
    if header.get("alg") != "EdDSA" or header.get("typ") != typ:
        raise UnreadableError("another algorithm or kind")
    signed = f"{parts[0]}.{parts[1]}".encode()
    return header, payload, signed, unbase64url(parts[2])


def open_text(text: str) -> Opened:
    """A licence as signed text (SD-JWT, RFC 9901)."""
    token, *rest = text.split("~")
    if not rest or rest[-1]:
        raise UnreadableError("no tilde at the end")
    disclosed: dict[str, list[Any]] = {}
    for part in rest[:-1]:
        content = read_json(unbase64url(part))
        if not isinstance(content, list) or len(content) not in {2, 3}:
            raise UnreadableError("a disclosure of another form")
        if not all(isinstance(one, str) for one in content[:-1]):
            raise UnreadableError("a disclosure of another form")
        digest = base64.urlsafe_b64encode(hashlib.sha256(part.encode()).digest())
        disclosed[digest.rstrip(b"=").decode()] = content
    header, payload, signed, signature = read_token(token, "licence+sd-jwt")
    if payload.pop("_sd_alg", "sha-256") != "sha-256":
        raise UnreadableError("digests of another kind")
    met: list[object] = []
    claims = disclose(payload, disclosed, met)
    known = [digest for digest in met if digest in disclosed]
    if len(set(map(str, met))) != len(met) or len(known) != len(rest) - 1:
        raise UnreadableError("a digest twice, or a disclosure that belongs nowhere")
    if claims.get("vct") != "urn:licet:licence:1":
        raise UnreadableError("another type of claims")
    return Opened(
        form="sd-jwt",
        kid=str(header.get("kid")),
        signed=signed,
        signature=signature,
        claims=claims,
        digest=hashlib.sha256(token.encode()).hexdigest(),
    )


def disclose(tree: Any, disclosed: dict[str, list[Any]], met: list[object]) -> Any:  # noqa: ANN401  # JSON
    """Put disclosed fields back into their places."""
    if isinstance(tree, list):
        out = []
        for one in tree:
            if not (isinstance(one, dict) and one.keys() == {"..."}):
                out.append(disclose(one, disclosed, met))
                continue
            content = take(one["..."], disclosed, met)
            if content and len(content) != 2:  # noqa: PLR2004  # salt and value
                raise UnreadableError("a disclosure out of place")
            out += [disclose(content[1], disclosed, met)] if content else []
        return out
    if not isinstance(tree, dict):
        return tree
    shown = {n: disclose(v, disclosed, met) for n, v in tree.items() if n != "_sd"}
    hidden = tree.get("_sd", [])
    if not isinstance(hidden, list) or {"...", "_sd_alg"} & shown.keys():
        raise UnreadableError("a reserved name")
    for digest in hidden:
        content = take(digest, disclosed, met)
        if content is None:
            continue
        name = content[1]
        if len(content) != 3 or name in shown or name in {"_sd", "...", "_sd_alg"}:  # noqa: PLR2004  # salt, name, value
            raise UnreadableError("a disclosure out of place")
        shown[name] = disclose(content[2], disclosed, met)
    return shown


def take(
    digest: object, disclosed: dict[str, list[Any]], met: list[object]
) -> list[Any] | None:  # JSON
    """The disclosure of a digest, if it was given."""
    if not isinstance(digest, str):
        raise UnreadableError("a digest that is no text")
    met.append(digest)
    return disclosed.get(digest)


def open_code(text: str) -> Opened:
    """A licence as printed code (COSE_Sign1, RFC 9052)."""
    message = Cbor(unbase45(text.removeprefix(PREFIX))).whole()
    if not isinstance(message, dict) or message.get("tag") != SIGN1:
        raise UnreadableError("not a COSE_Sign1")
    parts = message["value"]
    if not isinstance(parts, list) or len(parts) != SIGN1_PARTS:
        raise UnreadableError("not a COSE_Sign1")
    protected, loose, payload, signature = parts
    if not all(isinstance(one, bytes) for one in (protected, payload, signature)):
        raise UnreadableError("a part of the wrong type")
    header = Cbor(protected).whole() if protected else {}
    if (
        not isinstance(loose, dict)
        or not isinstance(header, dict)
        or header.keys() & loose
    ):
        raise UnreadableError("a header of the wrong type, or twice")
    if header.get(1) != EDDSA or not isinstance(header.get(4), bytes):
        raise UnreadableError("another algorithm, or no key named")
    under = protected if header else b""
    signed = b"\x84\x6aSignature1" + cbor_head(2, len(under)) + under
    signed += b"\x40" + cbor_head(2, len(payload)) + payload
    try:
        claims = code_claims(Cbor(inflate(payload, LARGEST_CODE)).whole())
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UnreadableError("a claim is missing or malformed") from error
    return Opened(
        form="code",
        kid=header[4].hex(),
        signed=signed,
        signature=signature,
        claims=claims,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def code_claims(top: dict[int, Any]) -> dict[str, Any]:
    """The numbered claims of a code under the names of the signed text."""
    own = top[LICENCE]

    def party(pair: list[str]) -> dict[str, str]:
        return dict(zip(("name", "country"), pair, strict=True))

    def day(number: int) -> str:
        return (date(1970, 1, 1) + timedelta(days=number)).isoformat()

    claims = {
        "iss": top[ISS], "iat": top[IAT], "nbf": top[NBF], "exp": top[EXP],
        "status": top[STATUS], "number": own[1], "kind": own[2], "authority": own[3],
        "regime": own[4], "first_day": day(own[5]), "last_day": day(own[6]),
        "licensee": party(own[7]), "consignee": None, "destination": own[9],
    }  # fmt: skip
    if 8 in own:  # noqa: PLR2004  # the number of the consignee
        claims["consignee"] = party(own[8])
    if 10 in own:  # noqa: PLR2004  # of the items
        names = ("entry", "quantity", "unit")
        claims["items"] = [
            {"line": line, **dict(zip(names, item, strict=True))}
            for line, item in enumerate(own[10], start=1)
        ]
    if 11 in own:  # noqa: PLR2004  # of the conditions
        claims["conditions"] = [
            dict(zip(("id", "type"), pair, strict=True)) for pair in own[11]
        ]
    return claims


# -- status ------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Told:
    """What a status list says about one licence."""

    status: str
    issued: datetime
    expires: datetime
    uri: str


def read_status(text: str, keys: dict[str, Any], index: int) -> Told:
    """A status list whose signature counts, at one place."""
    header, body, signed, signature = read_token(text.strip(), "statuslist+jwt")
    packed = body.get("status_list")
    times = (body.get("iat"), body.get("exp"))
    if not isinstance(packed, dict) or packed.get("bits") != 4:  # noqa: PLR2004  # bits a status
        raise UnreadableError("a status list of another form")
    if not all(isinstance(one, int) for one in times) or not isinstance(
        body.get("sub"), str
    ):
        raise UnreadableError("a claim of the status list is malformed")
    if not isinstance(packed.get("lst"), str):
        raise UnreadableError("a status list without its list")
    numbers = inflate(unbase64url(packed["lst"]), LARGEST_LIST)
    issued, expires = (when(one) for one in times)
    key = find_key(keys, str(header.get("kid")), "status")
    if key is None:
        raise AlteredError("no such key of the status lists")
    check(key, signature, signed)
    if key_ground(key, issued, None) is not None:
        raise AlteredError("the key of the status list does not count")
    if index // 2 >= len(numbers):
        raise UnreadableError("no such place")
    number = numbers[index // 2] >> (4 * (index % 2)) & 15
    if number not in STATUSES:
        raise UnreadableError("an unknown status")
    return Told(
        status=STATUSES[number], issued=issued, expires=expires, uri=body["sub"]
    )


def status_ground(
    opened: Opened,
    keys: dict[str, Any],
    text: str | None,
    now: datetime,
    limit: timedelta,
) -> tuple[Ground, Told | None]:
    """What the status list at hand answers."""
    if text is None:
        return ("not_confirmed", "no_status"), None
    try:
        told = read_status(text, keys, opened.index)
    except (UnreadableError, AlteredError):
        return ("not_confirmed", "status_unusable"), None
    if told.uri != opened.uri:
        return ("not_confirmed", "other_status_list"), None
    answer = "valid" if told.status == "valid" else "not_valid"
    if told.status in UNDONE:
        if told.issued > now + timedelta(seconds=SKEW):
            return ("not_confirmed", "status_later"), told
        if now - told.issued > min(limit, told.expires - told.issued):
            return ("not_confirmed", "status_stale"), told
    return (answer, told.status), told


def seen_grounds(
    opened: Opened, keys: dict[str, Any], now: Told | None, seen: list[str]
) -> list[Ground]:
    """What lists that were seen before say about the one at hand."""
    grounds: list[Ground] = []
    for text in seen:
        try:
            earlier = read_status(text, keys, opened.index)
        except (UnreadableError, AlteredError):
            continue
        if earlier.uri != opened.uri:
            continue
        gap = (earlier.issued - now.issued).total_seconds() if now else 0
        if now and (gap > SKEW or (gap > 0 and earlier.status != now.status)):
            grounds.append(("not_confirmed", "status_rolled_back"))
        if earlier.status in UNDONE or (now and now.status not in UNDONE):
            continue
        grounds.append(("not_valid", earlier.status))
        if now is not None:
            grounds.append(("not_confirmed", "status_undone"))
    return grounds


# -- the answer --------------------------------------------------------------------------


def verify(  # noqa: PLR0913  # each is a fact of its own
    document: str,
    *,
    keys: dict[str, Any],
    status: str | None,
    at: datetime,
    limit: timedelta,
    role: str = "public",
    seen: tuple[str, ...] = (),
    proofs: tuple[tuple[int, frozenset[str]], ...] = (),
) -> dict[str, Any]:
    """The answer, its reasons and what the role may see.

    Args:
        document: Signed text or printed code.
        keys: As ``read_keys`` gives them.
        status: The status list, if one is at hand.
        at: The time asked about.
        limit: How old a status may be.
        role: For whom it is opened.
        seen: Status lists that were relied on before.
        proofs: Entry number and named hashes of each proven act of issue.
    """
    text = document.strip()
    now = at.astimezone(UTC).replace(microsecond=0)
    try:
        opened = open_code(text) if text.startswith(PREFIX) else open_text(text)
        key = find_key(keys, opened.kid, "licence")
        if key is not None:
            check(key, opened.signature, opened.signed)
    except UnreadableError:
        return said([("not_valid", "unreadable")])
    except AlteredError:
        return said([("not_valid", "altered")])
    if key is None:
        newer = opened.issued > instant(keys["published_at"])
        first = (
            ("not_confirmed", "key_set_older")
            if newer
            else ("not_valid", "unknown_key")
        )
        return said([first])
    logged = [index for index, named in proofs if opened.digest in named]
    own = key_ground(key, opened.issued, min(logged, default=None))
    grounds = [own] if own else []
    grounds += day_grounds(opened, keys, now)
    ground, told = status_ground(opened, keys, status, now, limit)
    grounds += [ground, *seen_grounds(opened, keys, told, list(seen))]
    answer = said(grounds)
    shown = SEES[role]
    names = [*OPEN, *(name for name in CONCEALED if name in shown)]
    answer["number"] = opened.claims["number"]
    answer["status"] = told.status if told else None
    answer["status_age_seconds"] = (
        max(int((now - told.issued).total_seconds()), 0) if told else None
    )
    answer["disclosed"] = {
        name: cut(opened.claims[name], shown) for name in names if name in opened.claims
    }
    answer["withheld"] = [
        name
        for name in CONCEALED
        if name in shown - {"value"} and name not in opened.claims
    ]
    return answer


def day_grounds(opened: Opened, keys: dict[str, Any], now: datetime) -> list[Ground]:
    """Issuer and days."""
    claims, found = opened.claims, []
    if claims["iss"] != keys["authority"]:
        found.append("other_authority")
    if opened.issued > now + timedelta(seconds=SKEW):
        found.append("issued_later")
    if now < when(claims["nbf"]):
        found.append("not_yet_in_force")
    if now >= when(claims["exp"]):
        found.append("expired")
    return [("not_valid", code) for code in found]


def said(grounds: list[Ground]) -> dict[str, Any]:
    """The worst answer, its reasons first."""
    worst = next(one for one in RANK if one in {answer for answer, _ in grounds})
    first = [code for answer, code in grounds if answer == worst]
    rest = [code for answer, code in grounds if answer not in {worst, "valid"}]
    return {
        "answer": worst, "codes": first + rest, "number": None, "disclosed": {},
        "withheld": [], "status": None, "status_age_seconds": None,
    }  # fmt: skip


def cut(value: object, shown: set[str]) -> object:
    """A value without what the role may not see inside it."""
    if isinstance(value, list):
        return [cut(one, shown) for one in value]
    if isinstance(value, dict):
        return {n: v for n, v in value.items() if n not in CONCEALED or n in shown}
    return value


def read_proof(path: Path, log_keys: list[str]) -> tuple[int, frozenset[str]]:
    """A receipt of the log for an act of issue: its entry and the hashes it names."""
    import licet_verifier  # noqa: PLC0415  # only when a receipt is given

    index, _size, payload = licet_verifier.check_receipt(
        path.read_text("utf-8"), log_keys
    )
    act = json.loads(payload or b"{}")
    if act.get("kind") != "keep_licence_documents":
        raise ValueError(f"{path}: not the act of issue of a licence")
    told = act["payload"]
    return index, frozenset([*told["documents"].values(), told["signed"]])


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check a Licet licence.")
    parser.add_argument("document", type=Path)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--status", type=Path)
    parser.add_argument("--seen", type=Path, action="append", default=[])
    parser.add_argument("--proof", type=Path, action="append", default=[])
    parser.add_argument("--as", dest="role", choices=sorted(SEES), default="customs")
    parser.add_argument("--at", type=instant, default=datetime.now(UTC))  # noqa: TID251  # a command
    parser.add_argument("--hours", type=int, default=24)
    given = parser.parse_args(arguments)
    try:
        keys = read_keys(given.keys.read_bytes())
        proofs = [read_proof(path, keys["log_keys"]) for path in given.proof]
        answer = verify(
            given.document.read_text("utf-8"),
            keys=keys,
            status=given.status.read_text("utf-8") if given.status else None,
            at=given.at,
            limit=timedelta(hours=given.hours),
            role=given.role,
            seen=tuple(path.read_text("utf-8") for path in given.seen),
            proofs=tuple(proofs),
        )
    except Exception as error:  # noqa: BLE001  # whatever it was: nothing was proven
        print(f"cannot check: {error}", file=sys.stderr)
        return 2
    print(json.dumps(answer, indent=1, ensure_ascii=False))
    return EXIT[answer["answer"]]


if __name__ == "__main__":
    sys.exit(main())
