"""Every setting of the desk, read from the environment (``HARMONIE_…``); defaults suit one machine.

``HARMONIE_HOME`` (default ``var``) holds the embedded database, the keys and the built docs.
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from harmonie.keyfiles import secret_key
from harmonie.server.logs import logging_settings

HOME = Path(os.environ.get("HARMONIE_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)
DEBUG = os.environ.get("HARMONIE_DEBUG") == "1"
IS_HTTPS = os.environ.get("HARMONIE_HTTPS") == "1"
SECRET_KEY = os.environ.get("HARMONIE_SECRET_KEY") or secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("HARMONIE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in os.environ.get("HARMONIE_ORIGINS", "").split(",") if origin
]
PUBLIC_URL = os.environ.get("HARMONIE_PUBLIC_URL", "http://127.0.0.1:8000")
#: "host:port" pairs that may be called although they are private or speak plain http.
EGRESS_ALLOWED = frozenset(filter(None, os.environ.get("HARMONIE_EGRESS_ALLOWED", "").split(",")))
DOCS_ROOT = Path(os.environ.get("HARMONIE_DOCS", "site")).resolve()

#: "required": everyone sets a second factor up at first log-in. "optional": only advised.
MFA_POLICY = os.environ.get("HARMONIE_MFA", "required")
#: The people of the demo may skip the second factor; `harmonie up` turns it on, on loopback only.
DEMO_LOGIN = os.environ.get("HARMONIE_DEMO_LOGIN") == "1"

INSTALLED_APPS = [
    # Ours first: their templates replace those of the libraries.
    "harmonie.apps.audit",
    "harmonie.apps.jobs",
    "harmonie.apps.web",
    "harmonie.apps.accounts",
    "harmonie.apps.inbox",
    "harmonie.apps.connections",
    "harmonie.apps.moderation",
    "harmonie.apps.appeals",
    "harmonie.apps.fairness",
    "harmonie.apps.tuning",
    "harmonie.apps.dsa",
    "harmonie.apps.compat",
    "harmonie.server.apps.ServerConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]

MIDDLEWARE = [
    "harmonie.server.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "harmonie.server.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "harmonie.apps.accounts.middleware.PersonsLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "harmonie.server.urls"
ASGI_APPLICATION = "harmonie.server.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "harmonie.apps.accounts.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.config(
        env="HARMONIE_DATABASE_URL",
        default=f"sqlite:///{HOME / 'harmonie.sqlite3'}",
        # Under ASGI each request has its own thread, so a kept connection would never be reused.
        conn_max_age=0,
    )
}
IS_EMBEDDED = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if IS_EMBEDDED:
    # WAL lets people read while the worker writes; IMMEDIATE avoids deadlocks on upgrade of locks.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
        ),
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "harmonie.apps.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Harmonie: "
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("HARMONIE_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Harmonie"
MFA_TOTP_TOLERANCE = 1
# A browser only offers passkeys over https or on localhost, where http is fine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
USERSESSIONS_TRACK_ACTIVITY = False

LANGUAGE_CODE = "fr"
LANGUAGE_COOKIE_NAME = "harmonie-language"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "harmonie.server.static.HashedStorage"},
}
#: Until `harmonie up` has collected them, files are served from where they lie.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
if redis := os.environ.get("HARMONIE_REDIS_URL"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_COOKIE_NAME = "__Host-harmonie" if IS_HTTPS else "harmonie"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
#: Scrapers that may read /metrics besides loopback send it as a bearer token.
METRICS_TOKEN = os.environ.get("HARMONIE_METRICS_TOKEN", "")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
EMAIL_BACKEND = os.environ.get(
    "HARMONIE_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)
DEFAULT_FROM_EMAIL = os.environ.get("HARMONIE_EMAIL_FROM", "harmonie@localhost")
if email_url := os.environ.get("HARMONIE_EMAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, _colon, port = email_url.partition(":")
    EMAIL_PORT = int(port or 587)
    EMAIL_USE_TLS = os.environ.get("HARMONIE_EMAIL_TLS", "1") == "1"
    EMAIL_HOST_USER = os.environ.get("HARMONIE_EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("HARMONIE_EMAIL_PASSWORD", "")

LOGGING = logging_settings(os.environ.get("HARMONIE_LOG_LEVEL", "INFO"), is_json=not DEBUG)
