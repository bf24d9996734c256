"""XML read into a plain tree, with document types and entities refused."""

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from licet.screening.errors import CutListError, UnsafeListError


@dataclass(slots=True)
class Node:
    """An element: its name without namespace, attributes, text and children."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def all(self, tag: str) -> list["Node"]:
        """The children of that name."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> str:
        """The trimmed text of the first child of that name; empty without one."""
        for child in self.children:
            if child.tag == tag:
                return " ".join(child.text.split())
        return ""

    def texts(self, *path: str) -> list[str]:
        """The non-empty texts at the end of a path of names."""
        nodes = [self]
        for tag in path:
            nodes = [child for node in nodes for child in node.all(tag)]
        return [text for node in nodes if (text := " ".join(node.text.split()))]

    def everything(self) -> str:
        """All text below, in order."""
        return self.text + "".join(child.everything() for child in self.children)


def parse(name: str, data: bytes) -> Node:
    """Parse a whole document.

    Args:
        name: The file name, for messages.
        data: The document.

    Returns:
        The root element. Text after a child is kept with its parent.

    Raises:
        CutListError: The document is not well-formed, for example because it is cut.
        UnsafeListError: It declares a document type (which lists never need).
    """
    top = Node("", {})
    open_nodes = [top]
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        node = Node(tag.rpartition(":")[2], plain)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_tag: str) -> None:
        open_nodes.pop()

    def text(data: str) -> None:
        open_nodes[-1].text += data

    def doctype(*_: object) -> NoReturn:
        raise UnsafeListError(name, "declares a document type or entities")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003  # expat takes it by position only
    except expat.ExpatError as error:
        raise CutListError(name, f"the XML is cut or malformed ({error})") from error
    return top.children[0]
