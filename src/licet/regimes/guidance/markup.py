"""Guidance as HTML fragments, the same for the static site and for the public pages."""

from collections.abc import Callable
from html import escape

from licet.kernel import Citation
from licet.regimes.guidance.model import Chapter, Published, Statement

# Where a leaf is published, by section and name; empty when it has no address.
Address = Callable[[str, str], str]


def anchor(section: str, name: str) -> str:
    """The name of a leaf inside its page: letters, digits and hyphens.

    Examples:
        >>> anchor("groups", "NS 1")
        'groups-NS_201'
    """
    kept = "".join(one if one.isascii() and (one.isalnum() or one in ".-") else f"_{ord(one):x}" for one in name)  # fmt: skip
    return f"{section}-{kept}"


def citation_html(law: Citation) -> str:
    """A citation as a ``cite`` element, marked in words when nobody has read the text."""
    words = escape(str(law))
    if law.uri:
        words = f'<a class="govuk-link" href="{escape(law.uri)}" rel="noreferrer external">{words}</a>'
    mark = "" if law.verified else ' <span class="unverified">unverified</span>'
    return f'<cite class="law">{words}{mark}</cite>'


def statement_html(
    one: Statement, address: Address, *, within: Citation | None = None
) -> str:
    """A sentence as list item content; its citation is left out only where the sentence it is a limb of names the same."""
    words = escape(one.words)
    href = address(*one.about) if one.about is not None else ""
    if href:
        words = f'<a class="govuk-link" href="{escape(href)}">{words}</a>'
    cite = "" if one.law == within else f" {citation_html(one.law)}"
    return words + cite + _limbs(one, address)


def _limbs(one: Statement, address: Address) -> str:
    if not one.under:
        return ""
    items = "".join(
        f"<li>{statement_html(part, address, within=one.law)}</li>"
        for part in one.under
    )
    return f'<ul class="govuk-list govuk-list--bullet">{items}</ul>'


def statements_html(many: tuple[Statement, ...], address: Address) -> str:
    """Sentences as a list, each with its citation."""
    items = "".join(
        f'<li class="says">{statement_html(one, address)}</li>' for one in many
    )
    return f'<ul class="plain">{items}</ul>' if items else ""


def leaf_html(leaf: Published, address: Address, *, level: int = 2) -> str:
    """One leaf as an article with an anchor.

    Args:
        leaf: The leaf.
        address: Where other leaves are.
        level: The level of its heading; 0 leaves the heading to the page.
    """
    body = statements_html(leaf.statements, address)
    if not level:
        return body
    name = f"{leaf.label}: {leaf.title}" if leaf.label else leaf.title
    marks = "".join(
        f' <strong class="govuk-tag tone">{escape(one)}</strong>' for one in leaf.marks
    )
    head = f'<h{level} class="govuk-heading-s">{escape(name)}{marks}</h{level}>'
    return (
        f'<article class="rule" id="{escape(anchor(leaf.section, leaf.name))}">{head}'
        f"<p>{citation_html(leaf.law)}</p>{body}</article>"
    )


def chapter_html(chapter: Chapter, address: Address) -> str:
    """A page of guidance without its heading; entries are listed, each has a page of its own."""
    if not chapter.lead and not chapter.leaves:
        return f'<p class="empty">{escape(chapter.empty)}</p>'
    lead = statements_html(chapter.lead, address)
    if chapter.id == "entries":
        return lead + entry_list_html(chapter, address)
    return lead + "".join(leaf_html(one, address) for one in chapter.leaves)


def entry_list_html(chapter: Chapter, address: Address) -> str:
    """The entries as a list of links with tier and citation."""
    items = "".join(
        f'<li class="rule"><a class="govuk-link" href="{escape(address(one.section, one.name))}">{escape(one.label)}</a> '
        f"{escape(one.title)} ({escape(', '.join(one.marks))}) {citation_html(one.law)}</li>"
        for one in chapter.leaves
    )
    return f'<ul class="plain">{items}</ul>'
