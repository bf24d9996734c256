"""Settings, all from the environment; documented in docs/reference/settings.md."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from licet.web.site.logs import configure
from licet.web.site.secrets import secret_from

env = environ.Env()
SITE = Path(__file__).resolve().parent
WEB = SITE.parent

# -- Where things live -------------------------------------------------------------------
LICET_STATE = Path(env.str("LICET_STATE", default="var")).resolve()
(LICET_STATE / "keys").mkdir(mode=0o700, parents=True, exist_ok=True)
ASSETS = SITE.parents[3] / "third_party"

# -- What kind of installation -----------------------------------------------------------
# demo: one process, secrets made on first use, no TLS before it. production: everything stated.
INSTALLATION = env.str("LICET_INSTALLATION", default="demo")
if INSTALLATION not in {"demo", "production"}:
    msg = "LICET_INSTALLATION must be demo or production."
    raise ImproperlyConfigured(msg)
PRODUCTION = INSTALLATION == "production"
DEBUG = False
SECRET_KEY = env.str("LICET_SECRET_KEY", default="") or (
    "" if PRODUCTION else secret_from(LICET_STATE / "keys" / "django-secret")
)
if not SECRET_KEY:
    msg = "Set LICET_SECRET_KEY: a production installation makes no secrets of its own."
    raise ImproperlyConfigured(msg)
# Which zone this process serves; empty: all of them, in a demo.
LICET_SERVES = env.str("LICET_SERVES", default="")
if LICET_SERVES not in {"", "public", "portal", "casework"}:
    msg = "LICET_SERVES must be public, portal or casework."
    raise ImproperlyConfigured(msg)
LICET_KEY_PASSPHRASE = env.str("LICET_KEY_PASSPHRASE", default="") or (
    ""
    if PRODUCTION or LICET_SERVES == "public"
    else secret_from(LICET_STATE / "keys" / "document-passphrase")
)
LICET_KEY_WRAPPING = env.str("LICET_KEY_WRAPPING", default="")
LICET_DOCUMENT_KEYS = env.str("LICET_DOCUMENT_KEYS", default="")
LICET_HSM_LIBRARY = env.str("LICET_HSM_LIBRARY", default="")
LICET_HSM_TOKEN = env.str("LICET_HSM_TOKEN", default="")
LICET_HSM_PIN = env.str("LICET_HSM_PIN", default="")
ALLOWED_HOSTS = env.list(
    "LICET_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("LICET_ORIGINS", default=[])

# -- The authority -----------------------------------------------------------------------
LICET_AUTHORITY = env.str("LICET_AUTHORITY", default="Meridia Licensing Authority")
LICET_AUTHORITY_SHORT = env.str("LICET_AUTHORITY_SHORT", default="MLA")
LICET_AUTHORITY_STATE = env.str("LICET_AUTHORITY_STATE", default="Republic of Meridia")
LICET_DEMO = not PRODUCTION
LICET_INVENTED = env.bool("LICET_INVENTED", default=LICET_DEMO)
LICET_LOG_ORIGIN = env.str("LICET_LOG_ORIGIN", default="meridia.example/licet")
LICET_LOG_DIR = Path(env.str("LICET_LOG_DIR", default=str(LICET_STATE / "log")))
LICET_PUBLISHED = Path(
    env.str("LICET_PUBLISHED", default=str(LICET_STATE / "published"))
)
LICET_URL = env.str("LICET_URL", default="http://127.0.0.1:8000")
LICET_CONTACT = env.str("LICET_CONTACT", default="help@meridia.example")
LICET_CUSTOMS = env.str("LICET_CUSTOMS", default="customs@meridia.example")
LICET_PROFILE = env.str("LICET_PROFILE", default="meridia/national")
LICET_OTHER_LAWS = tuple(env.list("LICET_OTHER_LAWS", default=["us/ear"]))
LICET_LISTS = env.str("LICET_LISTS", default="")
LICET_LAW_TEXTS = env.str("LICET_LAW_TEXTS", default="")
LICET_ZONE = env.str("LICET_ZONE", default="Europe/Brussels")
LICET_TARGET_DAYS = env.int("LICET_TARGET_DAYS", default=60)
LICET_ANSWER_DAYS = env.int("LICET_ANSWER_DAYS", default=30)
LICET_FOUR_EYES_TIER = env.int("LICET_FOUR_EYES_TIER", default=4)
LICET_FOUR_EYES_MEASURE = env.str("LICET_FOUR_EYES_MEASURE", default="denial")
LICET_VALIDITY_DAYS = env.int("LICET_VALIDITY_DAYS", default=730)
LICET_LISTS_STALE_AFTER = timedelta(
    hours=env.int("LICET_LISTS_STALE_HOURS", default=48)
)

# -- Parts -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "licet.web.casework",
    "licet.web.portal",
    "licet.web.workbench",
    "licet.web.register",
    "licet.web.api",
]
MIDDLEWARE = [
    "licet.web.site.middleware.request_id",
    "licet.web.site.middleware.api_problems",
    "licet.web.site.zones.zone",
    "licet.web.site.middleware.upload_limit",
    "django.middleware.security.SecurityMiddleware",
    # A case page weighs ten times less; Django pads each answer, so that its length tells no secret (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "licet.web.site.middleware.second_factor",
    "licet.web.site.middleware.access_decision",
]
ROOT_URLCONF = "licet.web.site.urls"
WSGI_APPLICATION = "licet.web.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Database ----------------------------------------------------------------------------
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{LICET_STATE}/licet.sqlite3")
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # NORMAL only while a demo state is seeded; a power cut then costs a demo, not a record.
    synchronous = env.str("LICET_SQLITE_SYNCHRONOUS", default="FULL")
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; "
            "PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    # Many tables in one statement look dear to the planner: compiling such a statement for the
    # processor took three seconds, answering it milliseconds.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

LICET_PORTS = "licet.web.casework.wiring.real_ports"

# -- Jobs --------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LICET_JOB_ATTEMPTS = 5
LICET_JOB_SILENCE = timedelta(seconds=env.int("LICET_JOB_SILENCE_SECONDS", default=20))

# -- People ------------------------------------------------------------------------------
AUTH_USER_MODEL = "casework.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "licet.web.site.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    "login": env.str("LICET_RATE_SIGN_IN", default="30/m/ip"),
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # the code before still counts: people type slowly
MFA_TOTP_ISSUER = LICET_AUTHORITY
MFA_ADAPTER = "licet.web.site.accounts.SecondFactor"

# -- Pages -------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            WEB / face / "jinja2"
            for face in ("site", "portal", "workbench", "register")
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "licet.web.site.templating.environment",
            "autoescape": True,
            "context_processors": [
                "django.contrib.messages.context_processors.messages"
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,  # what allauth brings and no face has replaced
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
STATIC_URL = "/static/"
STATIC_ROOT = LICET_STATE / "static"
STATICFILES_DIRS = [
    SITE / "static",
    *((name, ASSETS / name) for name in ("govuk-frontend", "htmx")),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
LANGUAGE_CODE = env.str("LICET_LANGUAGE", default="en-gb")
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [SITE / "locale"]
TIME_ZONE = LICET_ZONE
USE_TZ = True
USE_I18N = True

# -- Safety ------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("LICET_TLS", default=PRODUCTION)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "licet_session"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "licet_csrf"
CSRF_FAILURE_VIEW = "licet.web.site.pages.csrf_failed"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE
SECURE_HSTS_SECONDS = 31536000 if SESSION_COOKIE_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SESSION_COOKIE_SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https")
    if env.bool("LICET_PROXY", default=False)
    else None
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LICET_UPLOAD_LIMIT = env.int("LICET_UPLOAD_LIMIT", default=20 * 1024 * 1024)
LICET_BULK_UPLOAD_LIMIT = env.int("LICET_BULK_UPLOAD_LIMIT", default=1024**3)
LICET_BULK_MOST_ROWS = env.int("LICET_BULK_MOST_ROWS", default=10_000_000)
LICET_BULK_KEEP_DAYS = env.int("LICET_BULK_KEEP_DAYS", default=90)
LICET_BULK_SLICE_SECONDS = env.int("LICET_BULK_SLICE_SECONDS", default=15)
LICET_BULK_WORKERS = env.int("LICET_BULK_WORKERS", default=1)
LICET_BULK_EXECUTOR = env.str("LICET_BULK_EXECUTOR", default="local")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = [
    "licet.web.casework.application.files.CappedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = None

# -- Mail and logs -----------------------------------------------------------------------
EMAIL_BACKEND = env.str(
    "LICET_MAIL", default="django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = LICET_STATE / "mail"
EMAIL_HOST = env.str("LICET_SMTP_HOST", default="localhost")
EMAIL_PORT = env.int("LICET_SMTP_PORT", default=25)
EMAIL_HOST_USER = env.str("LICET_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.str("LICET_SMTP_PASSWORD", default="")
_smtp = env.str("LICET_SMTP_SECURITY", default="starttls" if PRODUCTION else "none")
if _smtp not in {"none", "starttls", "tls"}:
    msg = "LICET_SMTP_SECURITY must be none, starttls or tls."
    raise ImproperlyConfigured(msg)
EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp == "starttls", _smtp == "tls"
EMAIL_TIMEOUT = env.int("LICET_SMTP_TIMEOUT", default=10)
LICET_MAIL_NUMBERS = env.bool("LICET_MAIL_NUMBERS", default=True)
LICET_MAIL_AN_HOUR = env.int("LICET_MAIL_AN_HOUR", default=10)
LICET_WEBHOOK_LOOPBACK = env.bool("LICET_WEBHOOK_LOOPBACK", default=LICET_DEMO)
LICET_WEBHOOK_SECONDS = env.int("LICET_WEBHOOK_SECONDS", default=10)
LICET_WEBHOOK_GIVE_UP_HOURS = env.int("LICET_WEBHOOK_GIVE_UP_HOURS", default=120)
if PRODUCTION and LICET_WEBHOOK_LOOPBACK:
    msg = "LICET_WEBHOOK_LOOPBACK is for trying out; a production installation sends nothing to itself."
    raise ImproperlyConfigured(msg)
LICET_MAIL_GIVE_UP_HOURS = env.int("LICET_MAIL_GIVE_UP_HOURS", default=72)
DEFAULT_FROM_EMAIL = LICET_CONTACT
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = None
configure(env.str("LICET_LOG_LEVEL", default="INFO"))
