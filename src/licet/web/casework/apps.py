"""Registration with Django."""

from django.apps import AppConfig


class Casework(AppConfig):
    """The part that holds every model."""

    name = "licet.web.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
