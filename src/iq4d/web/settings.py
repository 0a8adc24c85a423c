"""All settings, from the environment. docs/settings.md lists every one (a test keeps it so).

Without any setting nothing starts: an installation says where it is served (IQ4D_URL) and with which secret
(IQ4D_SECRET_KEY). The demo, and only the demo, makes its own.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def switched_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def whole_number(name: str, default: int) -> int:
    written = os.environ.get(name, "").strip() or str(default)
    if not (written.isascii() and written.isdigit()):
        raise ImproperlyConfigured(f"{name} is not a whole number: {written}")
    return int(written)


DEMO = switched_on("IQ4D_DEMO")
DEBUG = switched_on("IQ4D_DEBUG")
TESTING = switched_on("IQ4D_TESTING")
DATA_DIR = Path(os.environ.get("IQ4D_DATA_DIR", ".iq4d")).absolute()
URL = os.environ.get("IQ4D_URL", "http://localhost:8000" if DEMO or DEBUG or TESTING else "")


def secret_key() -> str:
    given = os.environ.get("IQ4D_SECRET_KEY", "")
    if len(given) >= 32 or (given and (DEMO or DEBUG)):
        return given
    if TESTING:
        return "only-for-tests"
    raise ImproperlyConfigured(
        "IQ4D_SECRET_KEY is not set, or shorter than 32 characters. Make one with "
        "`python -c 'import secrets; print(secrets.token_urlsafe(50))'` and keep it out of version control."
    )


SECRET_KEY = secret_key()
if not URL:
    raise ImproperlyConfigured("IQ4D_URL is not set: the address people use, such as https://iq4d.example.org")
ALLOWED_HOSTS = os.environ.get("IQ4D_HOSTS", "").replace(",", " ").split() or [urlsplit(URL).hostname or ""]
if DEMO or TESTING:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
HTTPS = URL.startswith("https://")

INSTALLED_APPS = [
    "iq4d.web.ui",
    "iq4d.web.journal",
    "iq4d.web.people",
    "iq4d.web.circles",
    "iq4d.web.dialogues",
    "iq4d.web.deeds",
    "iq4d.web.mirror",
    "iq4d.web.imports",
    "iq4d.web.facilitation",
    "iq4d.web.harvests",
    "iq4d.web.bigscreen",
    "iq4d.web.notices",
    "iq4d.web.reports",
    "iq4d.web.home",
    "iq4d.web.demo",  # its pages exist only with IQ4D_DEMO
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
FORM_RENDERER = "iq4d.web.ui.forms.Fields"

MIDDLEWARE = [
    "iq4d.web.ui.middleware.real_address",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before the next, which answers for static files itself
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "iq4d.web.ui.middleware.clean_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "iq4d.web.people.middleware.own_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "iq4d.web.ui.middleware.Gate",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "iq4d.web.urls"
WSGI_APPLICATION = "iq4d.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "iq4d.web.ui.context.page",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL", f"sqlite:///{DATA_DIR}/iq4d.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: NORMAL lost acknowledged writes in a power-cut test. IMMEDIATE: a deferred transaction that turns
    # into a write ends in "locked" under load (SECURITY rule 6, PERFORMANCE "Limits").
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = 600  # opening SQLite with its pragmas costs as much as a plain page, too
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A pool for each process: the server ends idle threads, and what each of those held open would pile up.
    # Values are bound by the database, which then keeps a plan (decision 0012).
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        server_side_binding=True, prepare_threshold=3, pool={"min_size": 1, "max_size": 16, "timeout": 20}
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and their accounts
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "iq4d.web.people.signed_in.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_ADAPTER = "iq4d.web.people.adapter.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "iq4d.web.people.forms.SignupForm"
ACCOUNT_FORMS = {
    "signup": "iq4d.web.people.account_forms.SignUp",
    "login": "iq4d.web.people.account_forms.SignIn",
    "reauthenticate": "iq4d.web.people.account_forms.Reauthenticate",
    "add_email": "iq4d.web.people.account_forms.NewAddress",
    "change_password": "iq4d.web.people.account_forms.ChangePassword",
    "set_password": "iq4d.web.people.account_forms.SetPassword",
    "reset_password": "iq4d.web.people.account_forms.AskForReset",
    "reset_password_from_key": "iq4d.web.people.account_forms.ResetPassword",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an unlocked screen is not enough to take over an account
# Wrong passwords for one address are counted by axes; here only many addresses tried from one place.
ACCOUNT_RATE_LIMITS = {  # a whole class may sign up behind one address
    "login": "60/m/ip",
    "login_failed": "30/m/ip",
    "signup": "60/m/ip",
    "reset_password": "20/m/ip,5/h/key",
}
OPEN_START = os.environ.get("IQ4D_OPEN_START", "1").lower() in {"1", "true", "yes", "on"}  # guests may start, too
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_TIMEOUT = 60 * 60  # that long the browser that signed up is let in by the link in the mail
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "email"  # as allauth names it in the credentials, which is where axes looks
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the half hour is half an hour
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # we keep no record of who signed in from where
AXES_ENABLED = True

SESSION_ENGINE = "iq4d.web.people.signed_in"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "iq4d.web.ui.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [URL.rstrip("/")]
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
if proxy_header := os.environ.get("IQ4D_PROXY_HTTPS_HEADER"):  # such as X-Forwarded-Proto, behind your own proxy
    SECURE_PROXY_SSL_HEADER = ("HTTP_" + proxy_header.upper().replace("-", "_"), "https")
PROXIES = whole_number("IQ4D_PROXIES", 0)  # of your own, in front of IQ4D, each adding to X-Forwarded-For
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Background work, mail, files
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = (
    "iq4d.web.demo.mail.DemoMailBackend"
    if DEMO
    else os.environ.get("IQ4D_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("IQ4D_MAIL_FROM", f"IQ4D <iq4d@{urlsplit(URL).hostname}>")
mail_server = urlsplit(os.environ.get("IQ4D_MAIL_SERVER", "smtp://localhost:25"))  # smtp[s]://user:password@host:port
EMAIL_HOST, EMAIL_PORT = mail_server.hostname or "localhost", mail_server.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail_server.username or "", mail_server.password or ""
EMAIL_USE_SSL, EMAIL_USE_TLS = mail_server.scheme == "smtps", mail_server.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20

MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # of a form without its files
IMPORT_MAX_BYTES = whole_number("IQ4D_IMPORT_MAX_MB", 200) * 1_000_000

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = ["iq4d.web.ui.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("IQ4D_TIME_ZONE", "Europe/Amsterdam")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"iq4d": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains and preload are the host's decision
