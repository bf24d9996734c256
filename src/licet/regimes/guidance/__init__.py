"""Guidance that is the rule: plain words, diagrams and pages made from the package that decides."""

from licet.regimes.guidance.agenda import Alarm, Review, reviews
from licet.regimes.guidance.chapters import guidance
from licet.regimes.guidance.compare import Difference, differences
from licet.regimes.guidance.condition import Writer
from licet.regimes.guidance.diagram import diagram_html, diagram_svg
from licet.regimes.guidance.leaves import Leaves
from licet.regimes.guidance.markup import (
    Address,
    anchor,
    chapter_html,
    citation_html,
    leaf_html,
    statement_html,
    statements_html,
)
from licet.regimes.guidance.model import (
    Chapter,
    Guidance,
    Published,
    Statement,
    day_words,
    sentences,
)
from licet.regimes.guidance.notes import change_notes
from licet.regimes.guidance.site import static_site
from licet.regimes.guidance.steps import (
    decision_steps,
    entry_steps,
    outline_of_decision,
)

__all__ = [
    "Address",
    "Alarm",
    "Chapter",
    "Difference",
    "Guidance",
    "Leaves",
    "Published",
    "Review",
    "Statement",
    "Writer",
    "anchor",
    "change_notes",
    "chapter_html",
    "citation_html",
    "day_words",
    "decision_steps",
    "diagram_html",
    "diagram_svg",
    "differences",
    "entry_steps",
    "guidance",
    "leaf_html",
    "outline_of_decision",
    "reviews",
    "sentences",
    "statement_html",
    "statements_html",
    "static_site",
]
