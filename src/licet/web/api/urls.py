"""Addresses of this face."""

from django.urls import URLPattern, URLResolver

from licet.web.api.service import api
from licet.web.casework.access import access

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = list(api.urls[0])
for pattern in urlpatterns:
    if isinstance(pattern, URLPattern):
        access("api")(pattern.callback)
