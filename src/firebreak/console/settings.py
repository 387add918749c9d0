"""How is this installation set up? Everything comes from the environment or the data directory, nothing from code."""

import os
from pathlib import Path

import platformdirs

from firebreak.console.database import database
from firebreak.console.secret import read_secret

HERE = Path(__file__).parent
DATA_DIR = Path(os.environ.get("FIREBREAK_HOME") or platformdirs.user_data_dir("firebreak", appauthor=False))


def listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


SECRET_KEY = read_secret("FIREBREAK_SECRET_KEY", folder=DATA_DIR, file_name="secret.key")
AUDIT_KEY = read_secret("FIREBREAK_AUDIT_KEY", folder=DATA_DIR, file_name="audit.key")
DEBUG = False
ALLOWED_HOSTS = listed("FIREBREAK_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = listed("FIREBREAK_ORIGINS")
BEHIND_TLS = os.environ.get("FIREBREAK_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "firebreak_session"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "firebreak.console.apps.Console",
    "firebreak.console.govern",
    "firebreak.console.work",
    "firebreak.console.listen",
    "firebreak.console.assess",
    "firebreak.console.alert",
    "firebreak.console.plans",
    "firebreak.console.respond",
    "firebreak.console.cases.apps.Cases",
    "firebreak.console.media.apps.Media",
    "firebreak.console.prevent",
    "firebreak.console.learn.apps.Learn",
    "firebreak.console.desk",
    "firebreak.console.duty.apps.Duty",
    "firebreak.console.resources",
    "firebreak.console.staff.apps.Staff",
    "firebreak.console.home",
]
MIDDLEWARE = [
    "firebreak.console.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "firebreak.console.middleware.packed",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "firebreak.console.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "firebreak.console.middleware.expected_errors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "firebreak.console.shell.shell",
                "firebreak.console.live.page.heard",
            ],
            "builtins": ["firebreak.console.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]
ROOT_URLCONF = "firebreak.console.urls"
ASGI_APPLICATION = "firebreak.console.asgi.application"
AUTH_USER_MODEL = "govern.Person"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

DATABASE_URL = os.environ.get("FIREBREAK_DATABASE_URL") or f"sqlite:///{DATA_DIR / 'firebreak.sqlite3'}"
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Taipei"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True

EMAIL_URL = os.environ.get("FIREBREAK_SMTP_URL", "")
EMAIL_FROM = os.environ.get("FIREBREAK_MAIL_FROM", "firebreak@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("FIREBREAK_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
PUBLIC_URL = os.environ.get("FIREBREAK_URL", "http://127.0.0.1:8000")
