"""The application that gunicorn serves: what every answer needs is loaded before the first one."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from licet.web.casework.ports import ports
from licet.web.site.memory import keep_for_good, look_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.site.settings")

look_seldom()
application = get_wsgi_application()
loaded = len(get_resolver().url_patterns), len(ports().assessor.criteria())
keep_for_good()
