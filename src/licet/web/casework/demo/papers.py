"""Short, real, invented PDF files for the documents that the law asks for."""

from functools import cache

import typst

_PAGE = """
#set document(title: "{title}")
#set page(paper: "a5")
= {title}
This document is invented for a demonstration. No such transaction exists.

Purpose of the document: {purpose}.
"""


@cache
def invented_paper(purpose: str) -> bytes:
    """A one-page PDF that says what it stands for and that it is invented.

    Args:
        purpose: Id of the document in the regime, for example ``end_use_statement``.

    Returns:
        The PDF.
    """
    title = purpose.replace("_", " ").replace("-", " ").capitalize()
    source = _PAGE.format(title=title, purpose=title.lower())
    return typst.compile(source.encode(), format="pdf")
