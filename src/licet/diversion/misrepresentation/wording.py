"""Names, addresses, domains and texts brought to a form in which the same thing reads the same."""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"\w+")
# What a register writes now long, now short, and sometimes not at all.
_LEGAL_FORMS: Final = frozenset(
    {
        "ab",
        "ag",
        "as",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "ltda",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pte",
        "pty",
        "sa",
        "sarl",
        "sas",
        "sl",
        "spa",
        "srl",
    }
)
_STREETS: Final = {"st": "street", "rd": "road", "ave": "avenue", "bldg": "building", "fl": "floor"}  # fmt: skip
_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "edu", "go", "gob", "gov", "net", "org"})  # fmt: skip
FREE_MAIL: Final = frozenset(
    {
        "126.com",
        "163.com",
        "aol.com",
        "gmail.com",
        "gmx.com",
        "gmx.net",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.ru",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "tutanota.com",
        "yahoo.com",
        "yandex.com",
        "yandex.ru",
    }
)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without case, signs and width."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def name_key(name: str) -> tuple[str, ...]:
    """A name without its legal form; a name of legal forms alone stays whole."""
    spoken = words_of(name.replace(".", ""))
    return tuple(word for word in spoken if word not in _LEGAL_FORMS) or spoken


def address_key(address: str) -> tuple[str, ...]:
    """An address as the set of its words, in order."""
    return tuple(sorted({_STREETS.get(word, word) for word in words_of(address)}))


def domain_key(domain: str) -> str:
    """The part of a domain, an address of the web or of mail that somebody registers.

    Examples:
        >>> domain_key("https://shop.aurora.com.br/about"), domain_key("post@mail.aurora.example")
        ('aurora.com.br', 'aurora.example')
    """
    host = re.sub(r"^\w+://", "", domain.strip().casefold()).rsplit("@", 1)[-1]
    labels = re.split(r"[/:?#]", host, maxsplit=1)[0].strip(".").split(".")
    double = (
        len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2  # noqa: PLR2004  # a country's own domain
    )
    return ".".join(labels[-3 if double else -2 :])
