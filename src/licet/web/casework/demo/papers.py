"""Short, real, invented PDF files for the documents that the law asks for."""

import typst

_PAGE = """
#set document(title: "{title}")
#set page(paper: "a5")
= {title}
This document is invented for a demonstration. No such transaction exists.

Purpose of the document: {purpose}, for {case}.
"""


def invented_paper(purpose: str, *, case: str) -> bytes:
    """A one-page PDF that says what it stands for and that it is invented.

    Args:
        purpose: Id of the document in the regime, for example ``end_use_statement``.
        case: Number of the case: a paper is made for one, as in life.

    Returns:
        The PDF.
    """
    title = purpose.replace("_", " ").replace("-", " ").capitalize()
    source = _PAGE.format(title=title, purpose=title.lower(), case=case)
    return typst.compile(source.encode(), format="pdf")
