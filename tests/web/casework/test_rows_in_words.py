"""Every row says in words what it is: in the shell, in a log, in an error."""

import pytest
from django.apps import apps
from django.db.models import Model
from tests.web.casework.builders import START

from licet.web.casework.models import Person

ROWS = sorted(
    apps.get_app_config("casework").get_models(), key=lambda row: row.__name__
)


class Told:
    """A row of which every column holds its own name."""

    at = START
    entry = note = b"<bytes>"

    def __getattr__(self, name: str) -> str:
        return f"<{name}>"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.__name__))
def test_a_row_names_itself_by_what_it_holds(row: type[Model]) -> None:
    words = row.__str__(Told())  # type: ignore[arg-type]  # any columns will do
    assert words
    assert "object" not in words


@pytest.mark.django_db
def test_a_person_is_found_in_any_case_of_letters_and_is_allowed_nothing_by_django() -> (
    None
):
    made = Person.objects.create_user("ada@meridia.example", "correct horse battery")
    found = Person.objects.get_by_natural_key("ADA@Meridia.example")
    assert (found, str(found)) == (made, "ada@meridia.example")
    assert not found.has_perm("casework.change_case")
