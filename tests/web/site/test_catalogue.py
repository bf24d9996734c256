"""Every sentence of a template is in the catalogue that translators receive."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from licet.web.site import settings

WEB = settings.SITE.parent
OPTIONS = {
    "**.html": {
        "newstyle_gettext": "true",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "extensions": "jinja2.ext.i18n",
    }
}


def _known() -> set[object]:
    with (settings.SITE / "locale" / "django.pot").open("rb") as stream:
        return {message.id for message in read_po(stream)}


def _written(folder: Path) -> set[object]:
    found = extract_from_dir(folder, [("**.html", "jinja2")], OPTIONS)
    return {message for _file, _line, message, _notes, _context in found}


def test_no_sentence_of_a_page_is_hidden_from_translators() -> None:
    written: set[object] = set()
    for face in ("site", "portal", "workbench", "register"):
        written |= _written(WEB / face / "jinja2")
    assert len(written) > 500
    assert sorted(map(str, written - _known())) == []
