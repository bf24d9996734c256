"""The guidance of packages as a static site: files that need no server, no script and nothing from elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from licet.kernel import canonical_bytes
from licet.regimes.guidance.diagram import diagram_html
from licet.regimes.guidance.look import STYLE
from licet.regimes.guidance.markup import (
    Address,
    anchor,
    chapter_html,
    citation_html,
    leaf_html,
)
from licet.regimes.guidance.model import Chapter, Guidance, Published, day_words
from licet.regimes.guidance.places import LANGUAGE
from licet.regimes.guidance.steps import entry_steps, outline_of_decision
from licet.regimes.model import Regime

_PREFACE = "These pages are written by the same rules that decide. Each sentence names the place it restates, in our own words; the official text alone is the law."


def static_site(
    packages: Sequence[tuple[Regime, Guidance]],
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site.

    Args:
        packages: Each package with its guidance.

    Yields:
        A path below the folder of the site, and the bytes that stand there; the same packages and days give
        the same bytes.
    """
    yield "style.css", STYLE.encode()
    yield "index.html", _front([told for _, told in packages])
    yield (
        "index.json",
        canonical_bytes(
            {
                "format": "licet-guidance-index/1",
                "packages": [
                    {
                        "package": told.package,
                        "title": told.title,
                        "version": told.version.isoformat(),
                        "on": told.on.isoformat(),
                        "digest": told.digest,
                        "guidance": f"{told.package}/guidance.json",
                    }
                    for _, told in packages
                ],
            }
        ),
    )
    for law, told in packages:
        yield from _package(law, told)


def _package(law: Regime, told: Guidance) -> Iterator[tuple[str, bytes]]:
    where = _places(told)
    yield f"{told.package}/guidance.json", canonical_bytes(told.to_json())
    for chapter in told.chapters:
        path = _path(told, chapter.id)
        body = chapter_html(chapter, _address(where, path))
        if chapter.id == "decision":
            drawn = diagram_html(
                outline_of_decision(law),
                _address(where, path),
                name="decision",
                title="The order in which a decision is reached",
            )
            body = _contents(told, path) + drawn + body
        yield path, _page(told, path, chapter.title, body)
    for entry in law.entries.values():
        leaf = told.leaf("entries", entry.id)
        assert leaf is not None  # noqa: S101  # every entry is published
        path = where["entries", entry.id]
        address = _address(where, path)
        drawn = diagram_html(
            entry_steps(law, entry),
            address,
            name="steps",
            title=f"What decides about {entry.id}",
        )
        body = f"<p>{citation_html(leaf.law)} ({', '.join(leaf.marks)})</p>{leaf_html(leaf, address, level=0)}<h2>What decides</h2>{drawn}"
        yield path, _page(told, path, f"{leaf.label}: {leaf.title}", body)


def _places(told: Guidance) -> Mapping[tuple[str, str], str]:
    return {
        (leaf.section, leaf.name): _leaf_place(told, chapter, leaf)
        for chapter in told.chapters
        for leaf in chapter.leaves
    }


def _leaf_place(told: Guidance, chapter: Chapter, leaf: Published) -> str:
    if leaf.section == "entries":
        return f"{told.package}/entries/{anchor('entry', leaf.name)}.html"
    return f"{_path(told, chapter.id)}#{anchor(leaf.section, leaf.name)}"


def _path(told: Guidance, chapter: str) -> str:
    name = "index" if chapter == "decision" else chapter
    return f"{told.package}/{name}.html"


def _address(where: Mapping[tuple[str, str], str], path: str) -> Address:
    def address(section: str, name: str) -> str:
        found = where.get((section, name))
        return _relative(found, path) if found is not None else ""

    return address


def _relative(target: str, path: str) -> str:
    return "../" * path.count("/") + target


def _contents(told: Guidance, path: str) -> str:
    links = "".join(
        f'<li><a href="{escape(_relative(_path(told, one.id), path))}">{escape(one.title)}</a>'
        + (f" ({len(one.leaves)})" if one.leaves else "")
        + "</li>"
        for one in told.chapters
    )
    data = _relative(f"{told.package}/guidance.json", path)
    return (
        f'<p class="lede">{_PREFACE} {citation_html(LANGUAGE)}</p>'
        f'<nav aria-label="Contents"><ul class="contents">{links}<li><a href="{data}">Everything as JSON</a></li></ul></nav>'
    )


def _front(packages: Sequence[Guidance]) -> bytes:
    cards = "".join(
        f'<li class="card"><h2><a href="{escape(_path(told, "decision"))}">{escape(told.title)}</a></h2>'
        f"<p>{escape(told.instrument)}, state of {day_words(told.version)}, published for {day_words(told.on)}</p>"
        f'<p class="mono">{told.digest}</p></li>'
        for told in packages
    )
    body = f'<p class="lede">{_PREFACE} {citation_html(LANGUAGE)}</p><ul class="cards">{cards}</ul><p><a href="index.json">The index as JSON</a></p>'
    versions = "; ".join(f"{told.package} {told.digest[:16]}" for told in packages)
    return _document("index.html", "The rules", body, f"Packages: {escape(versions)}")


def _page(told: Guidance, path: str, title: str, body: str) -> bytes:
    foot = (
        f"{escape(told.instrument)}. Package {escape(told.package)}, state of the law on {day_words(told.version)}, "
        f'published for {day_words(told.on)}, content hash <span class="mono">{told.digest}</span>. '
        "This is advice and binds nobody; what is marked unverified has not been read in the official text."
    )
    up = _relative(_path(told, "decision"), path)
    back = _relative("index.html", path)
    trail = f'<nav class="trail" aria-label="Where you are"><a href="{back}">The rules</a> / <a href="{up}">{escape(told.title)}</a></nav>'
    return _document(path, title, body, foot, trail)


def _document(path: str, title: str, body: str, foot: str, trail: str = "") -> bytes:
    style = _relative("style.css", path)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{style}"></head>\n<body>'
        '<a class="skip" href="#main">Skip to main content</a>'
        f'<header class="masthead"><p>Published rules</p></header>{trail}'
        f'<main id="main"><h1>{escape(title)}</h1>{body}</main>'
        f"<footer><p>{foot}</p></footer></body>\n</html>\n"
    ).encode()
