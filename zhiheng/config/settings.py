"""Django's settings. What differs between cities comes from the environment; docs/operating.md lists it."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from zhiheng.accounts.passwords import validators
from zhiheng.config.databases import database

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("ZHIHENG_HOME", "zhiheng-home")).resolve()
DEBUG = False

SECRET_KEY = os.environ.get("ZHIHENG_SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "ZHIHENG_SECRET_KEY is not set; give it at least 50 random characters and keep them secret"
    )
# Seals personal numbers: Fernet keys with commas between, the newest first, the oldest never dropped.
NUMBER_KEYS = os.environ.get("ZHIHENG_NUMBER_KEYS", "")
ALLOWED_HOSTS = os.environ.get("ZHIHENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# Behind a proxy that ends TLS. Without one, on a machine of one's own, cookies must travel without it.
SECURE = os.environ.get("ZHIHENG_HTTPS", "1") != "0"
# A small invented city whose people anyone may enter as: for a look on one's own machine, never for a real city.
SAMPLE = os.environ.get("ZHIHENG_SAMPLE", "0") == "1"
if SAMPLE and not {"localhost", "127.0.0.1", "[::1]"}.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        f"ZHIHENG_SAMPLE lets anyone in and ZHIHENG_HOSTS names {','.join(ALLOWED_HOSTS)}; unset one of them"
    )

DATABASES = {"default": database(os.environ.get("ZHIHENG_DATABASE", f"sqlite://{HOME / 'zhiheng.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "zhiheng.ui",
    "zhiheng.record",
    "zhiheng.jobs",
    "zhiheng.units",
    "zhiheng.accounts",
    "zhiheng.catalogue",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
if SAMPLE:
    INSTALLED_APPS.append("zhiheng.config.sample")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhiheng.config.middleware.readable_form",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhiheng.config.middleware.write_limit",
    "allauth.account.middleware.AccountMiddleware",
    "zhiheng.accounts.middleware.session_limits",
    "zhiheng.accounts.middleware.actor",
    "zhiheng.accounts.middleware.second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zhiheng.config.urls"
WSGI_APPLICATION = "zhiheng.config.wsgi.application"
ASGI_APPLICATION = "zhiheng.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "zhiheng.config.menu.menu",
            ],
            "builtins": ["zhiheng.ui.templatetags.ui", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Chinese is the language that texts are written in; English is a translation.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
TIME_ZONE = os.environ.get("ZHIHENG_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = validators(os.environ.get("ZHIHENG_PASSWORD_PROFILE", "djcp3"))
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zhiheng.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Five wrong passwords lock a login for fifteen minutes.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,30/15m/ip", "login": "60/m/ip"}
MFA_ADAPTER = "zhiheng.accounts.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Zhiheng"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

WRITES_A_MINUTE = int(os.environ.get("ZHIHENG_WRITES_A_MINUTE", "240"))
SESSION_IDLE_SECONDS = 30 * 60
SESSION_LONGEST_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False  # the proxy's work
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "zhiheng.config.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ZHIHENG_LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
