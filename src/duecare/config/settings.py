"""Django's settings, all from :mod:`duecare.config.options`."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from duecare.audit import keyfiles as keys
from duecare.config import databases, options

_option = options.read()
HOME: Path = options.home()
PACKAGE = Path(__file__).resolve().parent.parent

#: True while the demo runs: its own home folder, a marked database, a simulated clock, one-click sign-in.
DEMO = os.environ.get("DUECARE_DEMO") == "1"
DUECARE = _option

SECRET_KEY = keys.secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = _option["DUECARE_HOSTS"]
CSRF_TRUSTED_ORIGINS = [_option["DUECARE_URL"]] if _option["DUECARE_HTTPS"] else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "duecare.core",
    "duecare.documents",
    "duecare.web",
    "duecare.audit",
    "duecare.orgs",
    "duecare.attachments",
    "duecare.places",
    "duecare.receipts",
    "duecare.vault",
    "duecare.obligations",
    "duecare.notify",
    "duecare.hazards",
    "duecare.reports",
    "duecare.inspections",
    "duecare.sightings",
    "duecare.grievances",
    "duecare.receptions",
    "duecare.tasks",
    "duecare.duty",
    "duecare.plans",
    "duecare.api",
    "duecare.desk",
    *(["duecare.demo"] if DEMO else []),
]

MIDDLEWARE = [
    *(["duecare.demo.middleware.StandStill"] if DEMO else []),
    "duecare.web.middleware.ReceivedAt",
    "duecare.web.middleware.Privacy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "duecare.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "duecare.orgs.middleware.CurrentActor",
    "duecare.web.middleware.Errors",
]

ROOT_URLCONF = "duecare.config.urls"
WSGI_APPLICATION = "duecare.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duecare.web.context.page",
            ],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = {"default": databases.from_url(_option["DUECARE_DATABASE_URL"], HOME)}
#: How a command reads the address of another database.
DATABASE_FROM_URL = databases.from_url
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["duecare.orgs.backends.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = _option["DUECARE_LANGUAGE"]
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "cli" / "locale", PACKAGE / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = _option["DUECARE_ZONE"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "duecare.attachments.uploads.Bounded",
]

SESSION_ENGINE = "duecare.orgs.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _option["DUECARE_HTTPS"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if _option["DUECARE_HTTPS"] else 0
CSRF_FAILURE_VIEW = "duecare.web.views.forged"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_ADAPTER = "duecare.orgs.second_factor.Adapter"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _option["DUECARE_HTTPS"]

LOGGING_CONFIG = None
