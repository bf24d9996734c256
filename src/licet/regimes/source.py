"""YAML 1.2 text into plain values that remember their lines. A country NO is not false.

libyaml only cuts the text into nodes: mappings, lists and scalars with their style and line.
What an unquoted scalar means is decided in ``_scalar``, by YAML 1.2. The resolver of YAML 1.1,
for which NO is false and 12:30 a number, never runs: ``_Nodes`` has none.
"""

import re
from decimal import Decimal

from yaml import MappingNode, Node, ScalarNode, SequenceNode, YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs forget it

from licet.regimes.errors import Problem

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class Table(dict[str, object]):
    """A mapping that knows in which file and on which line it and its keys stand."""

    file: str
    line: int
    lines: dict[str, int]

    def at(self, key: str) -> int:
        """The line of a key, or of the table when the key is absent."""
        return self.lines.get(key, self.line)


def read_source(text: str, file: str) -> tuple[Table, list[Problem]]:
    """Read one file of a package.

    Args:
        text: The file's text.
        file: Its name, for messages.

    Returns:
        The top-level table and what was wrong with the text itself.
    """
    problems: list[Problem] = []
    try:
        node = _Nodes(text).get_single_node()
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 0 if mark is None else mark.line + 1
        what = f"The text is not YAML: {getattr(error, 'problem', error)}."
        mend = "Check indentation, colons, brackets and quotes there."
        return _empty(file), [
            Problem(file=file, line=line, rule="", what=what, mend=mend)
        ]
    made = _Maker(file, problems).make(node) if node is not None else _empty(file)
    if not isinstance(made, Table):
        what, mend = "The file is not a mapping.", "Begin with a key such as `rules:`."
        problems.append(Problem(file=file, line=1, rule="", what=what, mend=mend))
        made = _empty(file)
    return made, problems


def _empty(file: str) -> Table:
    table = Table()
    table.file, table.line, table.lines = file, 1, {}
    return table


class _Nodes(CParser):
    """Cuts text into nodes and asks no resolver what they mean."""

    def descend_resolver(self, *_: object) -> None:
        """Going down a node changes no meaning."""

    def ascend_resolver(self) -> None:
        """Nor does coming back."""

    def resolve(self, *_: object) -> str:
        """No tag: what a scalar means is decided by ``_scalar`` alone."""
        return ""


class _Maker:
    """Turns composed nodes into values; an anchored node is made once and shared."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._made: dict[int, object] = {}

    def make(self, node: Node) -> object:
        if id(node) not in self._made:
            match node:
                case MappingNode():
                    value: object = self._table(node)
                case SequenceNode():
                    value = [self.make(inner) for inner in node.value]
                case ScalarNode():
                    value = _scalar(node)
                case _:  # pragma: no cover  # YAML has no fourth sort of node
                    value = None
            self._made[id(node)] = value
        return self._made[id(node)]

    def _table(self, node: MappingNode) -> Table:
        table = _empty(self._file)
        table.line = node.start_mark.line + 1
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in table:
                self._problems.append(
                    Problem(
                        file=self._file,
                        line=line,
                        rule="",
                        what=f"The key {key!r} stands twice in one mapping.",
                        mend="Keep one of the two, or join them.",
                    )
                )
            table.lines[key] = line
            table[key] = self.make(value_node)
        return table


def _scalar(node: ScalarNode) -> object:
    text = str(node.value)
    if node.style:
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text
