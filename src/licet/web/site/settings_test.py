"""Settings of the tests: a state folder of their own, quick hashing, plain static files."""

import os
import tempfile

if "LICET_STATE" not in os.environ:
    os.environ["LICET_STATE"] = tempfile.mkdtemp(prefix="licet-test-")
# Each process of a parallel run has a state of its own: databases do not share a log.
_part = os.environ.get("PYTEST_XDIST_WORKER", "")
if _part and not os.environ["LICET_STATE"].endswith(f"-{_part}"):
    os.environ["LICET_STATE"] += f"-{_part}"
os.environ.setdefault("LICET_INSTALLATION", "demo")
os.environ.setdefault("LICET_LOG_LEVEL", "ERROR")

from licet.web.site.settings import *  # noqa: E402, F403  # the environment comes first
from licet.web.site.settings import DATABASES, LICET_STATE  # noqa: E402  # as above

(LICET_STATE / "static").mkdir(exist_ok=True)
LICET_LAW_TEXTS = str(
    LICET_STATE / "law"
)  # tests read no text that happens to lie around
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes of the concurrency tests share it.
    DATABASES["default"]["TEST"] = {"NAME": str(LICET_STATE / "test.sqlite3")}
