from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.licence.samples import KEYS, LICENCE_SIGNER, SALT_KEY

from licet.kernel import canonical_bytes
from licet.licence import LicenceClaimsError, UnreadableDocumentError
from licet.licence.encoding import base64url
from licet.licence.sdjwt import (
    Concealed,
    Disclosure,
    issue_selective,
    open_claims,
    read_selective,
)

TYP = "test+sd-jwt"
CLAIMS = {
    "open": 1,
    "name": Concealed("Halden"),
    "nested": {"inner": Concealed([1, 2]), "seen": True},
    "recursive": Concealed({"deep": Concealed("x"), "list": [Concealed("y"), "z"]}),
    "list": ["a", Concealed({"k": 1}), [Concealed("b")]],
}
PLAIN = {
    "open": 1,
    "name": "Halden",
    "nested": {"inner": [1, 2], "seen": True},
    "recursive": {"deep": "x", "list": ["y", "z"]},
    "list": ["a", {"k": 1}, ["b"]],
}
ISSUED = issue_selective(CLAIMS, typ=TYP, signer=LICENCE_SIGNER, salt_key=SALT_KEY)


def _opened(keep: set[str] | None = None) -> dict[str, object]:
    token, selective = read_selective(str(ISSUED), typ=TYP)
    token.check("t", KEYS.keys[0])
    kept = tuple(
        part for part in selective.disclosures if keep is None or part.name in keep
    )
    return open_claims(token.payload, kept)


def test_every_disclosure_gives_every_claim() -> None:
    assert _opened() == PLAIN


def test_what_is_not_disclosed_leaves_no_trace() -> None:
    assert _opened(set()) == {
        "open": 1,
        "nested": {"seen": True},
        "list": ["a", []],
    }
    assert _opened({"recursive"})["recursive"] == {"list": ["z"]}


def test_digests_do_not_stand_in_the_order_of_the_claims() -> None:
    token, _ = read_selective(str(ISSUED), typ=TYP)
    digests = token.payload["_sd"]
    assert isinstance(digests, list)
    assert digests == sorted(digests)


def test_a_digest_is_taken_over_the_text_of_the_disclosure() -> None:
    # The two worked digests of RFC 9901, sections 4.2.1 and 4.2.2.
    named = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    bare = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0"
    expected = {
        named: "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
        bare: "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs",
    }
    for text, digest in expected.items():
        part = Disclosure(text=text, name=None, value=None)
        assert part.digest == digest


def test_salts_differ_by_place_and_follow_from_the_salt_key() -> None:
    again = issue_selective(CLAIMS, typ=TYP, signer=LICENCE_SIGNER, salt_key=SALT_KEY)
    other = issue_selective(CLAIMS, typ=TYP, signer=LICENCE_SIGNER, salt_key=b"y" * 32)
    assert str(again) == str(ISSUED)
    assert len({part.text for part in ISSUED.disclosures + other.disclosures}) == 14


def test_a_short_salt_key_is_refused() -> None:
    with pytest.raises(LicenceClaimsError, match="32 bytes"):
        issue_selective({}, typ=TYP, signer=LICENCE_SIGNER, salt_key=b"short")


@pytest.mark.parametrize("name", ["_sd", "...", "_sd_alg"])
def test_reserved_names_cannot_be_claimed(name: str) -> None:
    with pytest.raises(LicenceClaimsError, match="reserves"):
        issue_selective({name: 1}, typ=TYP, signer=LICENCE_SIGNER, salt_key=SALT_KEY)


def _part(*content: object) -> str:
    return base64url(canonical_bytes(list(content)))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("token", "tilde", id="plain-jwt"),
        pytest.param("token~binding", "tilde", id="key-binding"),
        pytest.param("token~YR~", "second spelling", id="spare-bits"),
        pytest.param(f"token~{base64url(b'{}')}~", "salt, name", id="object"),
        pytest.param(f"token~{_part('s')}~", "salt, name", id="one-part"),
        pytest.param(f"token~{_part('s', 'n', 1, 2)}~", "salt, name", id="four-parts"),
        pytest.param(f"token~{_part(1, 'n', 1)}~", "salt, name", id="salt-no-text"),
        pytest.param("token~", "three parts", id="no-token"),
    ],
)
def test_a_document_without_the_form_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=why):
        read_selective(text, typ=TYP)


def _disclosure(name: str | None, value: object) -> Disclosure:
    content = ["salt", value] if name is None else ["salt", name, value]
    return Disclosure(text=_part(*content), name=name, value=value)


NAMED, BARE = _disclosure("name", 1), _disclosure(None, 1)


@pytest.mark.parametrize(
    ("payload", "parts", "why"),
    [
        pytest.param({"_sd_alg": "md5"}, (), "SHA-256", id="other-digest"),
        pytest.param({"_sd": "x"}, (), "not a list", id="digests-no-list"),
        pytest.param({"_sd": [1]}, (), "stands in it twice", id="digest-no-text"),
        pytest.param({"_sd": ["x", "x"]}, (), "twice", id="digest-twice"),
        pytest.param(
            {"_sd": [NAMED.digest], "a": {"_sd": [NAMED.digest]}},
            (NAMED,),
            "twice",
            id="one-field-in-two-places",
        ),
        pytest.param({}, (NAMED,), "belongs to no claim", id="orphan"),
        pytest.param(
            {"_sd": [NAMED.digest]}, (NAMED, NAMED), "no claim", id="repeated"
        ),
        pytest.param({"_sd": [BARE.digest]}, (BARE,), "out of place", id="bare"),
        pytest.param(
            {"_sd": [NAMED.digest], "name": 2},
            (NAMED,),
            "out of place",
            id="overwrites",
        ),
        pytest.param(
            {"_sd": [_disclosure("_sd", []).digest]},
            (_disclosure("_sd", []),),
            "out of place",
            id="reserved",
        ),
        pytest.param(
            {"list": [{"...": NAMED.digest}]}, (NAMED,), "out of place", id="in-list"
        ),
        pytest.param({"a": {"...": "x"}}, (), "reserved name", id="dots-in-object"),
        pytest.param({"a": {"_sd_alg": "x"}}, (), "reserved name", id="inner-alg"),
    ],
)
def test_a_disclosure_belongs_to_one_place(
    payload: dict[str, object], parts: tuple[Disclosure, ...], why: str
) -> None:
    with pytest.raises(UnreadableDocumentError, match=why):
        open_claims(payload, parts)


def test_an_object_in_a_list_beside_dots_is_an_ordinary_object() -> None:
    assert open_claims({"list": [{"a": 1}, {"...": "decoy"}]}, ()) == {
        "list": [{"a": 1}]
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text("abcé"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=3), JSON, max_size=4))
def test_concealing_and_disclosing_all_changes_nothing(tree: dict[str, object]) -> None:
    issued = issue_selective(
        {name: Concealed(value) for name, value in tree.items()},
        typ=TYP,
        signer=LICENCE_SIGNER,
        salt_key=sha256(b"salt").digest(),
    )
    token, selective = read_selective(str(issued), typ=TYP)
    assert open_claims(token.payload, selective.disclosures) == tree
