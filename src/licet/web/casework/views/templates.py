"""Templates of applications as policy officers and applicants see them."""

from dataclasses import dataclass
from datetime import datetime

from licet.web.casework.views.evidence import RequiredDocumentView
from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersionView:
    """One version of a template.

    Attributes:
        standing: ``proposed``, ``approved``, ``returned`` or ``retired``.
        conditions: The preset conditions in words.
        documents: What the law and the kind ask for on the prefilled answers.
        text: The content as YAML, for changing it.
    """

    code: str
    version: int
    title: str
    purpose: str
    kind: str
    kind_words: str
    standing: str
    content: Json
    conditions: tuple[str, ...]
    documents: tuple[RequiredDocumentView, ...]
    reviewed_with: str
    made_by: str
    made_at: datetime
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    reasons: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateView:
    """A template with its versions, the newest first.

    Attributes:
        in_force: Number of the version that applications are made from; 0 when none.
        used: How many applications were made from it.
    """

    code: str
    in_force: int
    retired: bool
    retire_reasons: str
    used: int
    versions: tuple[TemplateVersionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedTemplateView:
    """The template of an application, in the version it was made from.

    Attributes:
        changed: Prefilled answers that the application states otherwise.
        conditions: The preset conditions as they are stored.
    """

    code: str
    version: int
    title: str
    changed: tuple[str, ...]
    conditions: tuple[Json, ...]
