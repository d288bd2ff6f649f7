"""What every installation shares, safe by default. Secrets and addresses come from the environment."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from frontdoor.config import logging

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(os.environ.get("FRONTDOOR_VAR") or BASE_DIR / "var").resolve()

# A page that needs longer than this is a fault to be mended, not to be waited for.
SERVING_LIMITS = "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s"
# The owner migrates: its statements may take long, but nobody may queue behind its locks.
OWNER_LIMITS = "-c lock_timeout=2s"


def required(name: str) -> str:
    """The environment variable `name`. Raises ImproperlyConfigured when it is missing or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment.")
    return value


def database(url: str, *, pool: bool, limits: str = SERVING_LIMITS) -> dict[str, Any]:
    """A Django database entry for a postgresql:// URL; the pool keeps connections open between requests."""
    parts = urlsplit(url)
    # Zero plans every statement of core/prepared.py at its first use; Django's own cursors plan none ahead.
    options: dict[str, Any] = {"options": limits, "prepare_threshold": 0}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if pool else 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def databases() -> dict[str, dict[str, Any]]:
    """The one database, as the role that DATABASE_URL names; a process that was given the owner's URL may take long."""
    url = os.environ.get("DATABASE_URL", "postgresql://frontdoor_app@127.0.0.1:5432/frontdoor")
    as_owner = url == os.environ.get("DATABASE_OWNER_URL")
    return {
        "default": database(
            url,
            pool=os.environ.get("DATABASE_POOL") == "on",
            limits=OWNER_LIMITS if as_owner else SERVING_LIMITS,
        ),
    }


def openid_connect(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's entry for the sign-in service that OIDC_SERVER_URL names; none without it."""
    if not environment.get("OIDC_SERVER_URL"):
        return {}
    service = {
        "provider_id": "authority",
        "name": environment.get("OIDC_NAME", "your work account"),
        "client_id": environment["OIDC_CLIENT_ID"],
        "secret": environment["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": environment["OIDC_SERVER_URL"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [service]}}


SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = False
PUBLIC_ADDRESS = ""  # where links in messages lead, if not to the first of ALLOWED_HOSTS over https
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
DATABASES = databases()
SERVING_DATABASE_ROLE = os.environ.get("SERVING_DATABASE_ROLE", "frontdoor_app")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "frontdoor.core.registering.TriggersConfig",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "axes",
    "csp",
    "django_structlog",
    "workforce",
    "frontdoor",
    "cases",
    "audits",
]

MIDDLEWARE = [
    "frontdoor.config.logging.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "frontdoor.core.middleware.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "frontdoor.core.middleware.ClockMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "frontdoor.core.middleware.DoorMiddleware",
    "frontdoor.core.middleware.AddressMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "frontdoor.core.second_factor.SecondFactorMiddleware",
    "frontdoor.core.sessions.SessionLimitsMiddleware",
    "frontdoor.core.held.HoldSubmissionMiddleware",
    "frontdoor.core.sent_again.SentAgainMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "frontdoor.core.middleware.UnprocessableMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontdoor.core.navigation.shell",
                "frontdoor.core.authority.authority",
            ],
            "libraries": {
                "charts": "frontdoor.core.templatetags.charts",
                "components": "frontdoor.core.templatetags.components",
            },
        },
    },
]

AUTH_USER_MODEL = "workforce.Worker"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "frontdoor.config.urls"
WSGI_APPLICATION = "frontdoor.config.wsgi.application"
SITE_ID = 1

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# Files. Static ones are built by assets/build.py and collected once; nothing third-party is kept in this repository.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "assets" / "built"]
STORAGES = {
    "default": {
        "BACKEND": "frontdoor.core.storage.DurableStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "files"
MALWARE_SCANNER = os.environ.get("MALWARE_SCANNER", "")  # host:port of a ClamAV daemon; without one, pages say so

# Caches and sessions stand in Postgres: a page never waits for the broker, and a leaver's sessions can be ended.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SIMPLE_HISTORY_ENABLED = False  # the database writes versions itself: core/version_triggers.py
SESSION_ENGINE = "frontdoor.core.session_store"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "frontdoor.core.held.token_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Sign-in by e-mail address; nobody signs up. Five failures of one name from one address close it for 15 minutes.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "workforce.accounts.WorkerBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "frontdoor.core.accounts.ClosedAccountAdapter"
SOCIALACCOUNT_ADAPTER = "frontdoor.core.accounts.ClosedSocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Front Door: "
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes counts failures, by name and address together
ACCOUNT_FORMS = {
    "login": "frontdoor.forms.sign_in.SignInForm",
    "change_password": "frontdoor.forms.sign_in.ChangePasswordForm",
    "reset_password": "frontdoor.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "frontdoor.forms.sign_in.NewPasswordForm",
    "reauthenticate": "frontdoor.forms.sign_in.ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": "frontdoor.forms.sign_in.CodeForm",
    "reauthenticate": "frontdoor.forms.sign_in.ConfirmCodeForm",
    "activate_totp": "frontdoor.forms.sign_in.StartCodesForm",
    "deactivate_totp": "frontdoor.forms.sign_in.StopCodesForm",
    "generate_recovery_codes": "frontdoor.forms.sign_in.RecoveryCodesForm",
    "add_webauthn": "frontdoor.forms.sign_in.SecurityKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Front Door"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator enters the address; nobody types their own
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "frontdoor.core.accounts.attempted_login"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked.html"

# The authority's own sign-in service, where it has one (OpenID Connect). It opens accounts that exist, by e-mail.
SOCIALACCOUNT_PROVIDERS = openid_connect(os.environ)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# An unattended screen closes itself; a day at work ends. Both are asked at each request (core/sessions.py).
SESSION_IDLE_LIMIT = timedelta(minutes=15)
SESSION_ABSOLUTE_LIMIT = timedelta(hours=10)

# People of partner agencies open nothing before they have a second factor; a system check keeps this on.
PARTNERS_NEED_A_SECOND_FACTOR = True

# The API for partners' systems: OAuth2 client credentials, JSON taken strictly, shut unless a view says otherwise.
API_TOKEN_SECONDS = 900
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["frontdoor.api.access.PartnerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["frontdoor.api.access.Nobody"],
    "DEFAULT_PARSER_CLASSES": ["frontdoor.api.strict.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "frontdoor.api.problems.problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Front Door for partners",
    "DESCRIPTION": "Send contacts about children to the front door of social care, with their documents; read where "
    "they stand, and answer what the front door asks.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}
WEBHOOKS_TO_THIS_MACHINE = False

# Personas at /demo/ belong to an invented authority alone; a system check refuses them on a public address.
DEMO = False

# What the browser may do: load our own files and nothing else, and never show us inside another site's page.
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# A megabyte of pasted text in each of a form's long answers reaches the form, which says that it is too long and gives
# it back; sent, an emoji is three times its size.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

# Jobs. A job may come twice and is done once (outbox); one that dies with its worker comes back.
BROKER_SECONDS = 2
CELERY_BROKER_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": BROKER_SECONDS,
    "socket_connect_timeout": BROKER_SECONDS,
    "unacked_restore_interval": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "chase agencies": {"task": "frontdoor.tasks.chase_agencies", "schedule": crontab(minute="*/10")},
    "notice many views": {"task": "frontdoor.tasks.notice_many_views", "schedule": crontab(minute="*/10")},
    "remove what is no longer needed": {
        "task": "frontdoor.tasks.housekeeping",
        "schedule": crontab(hour="6", minute="0"),
    },
    "ask the scanner again": {"task": "frontdoor.tasks.scan_again", "schedule": crontab(minute="*/30")},
    "flag overdue work": {"task": "cases.tasks.flag_overdue", "schedule": crontab(hour="6", minute="0")},
    "remind chairs of records": {"task": "cases.tasks.chase_records", "schedule": crontab(hour="7", minute="0")},
    "write when children are to be seen": {
        "task": "cases.tasks.catch_up_seen_due",
        "schedule": crontab(hour="5", minute="50"),
    },
    "draw second ratings": {"task": "frontdoor.tasks.draw_second_ratings", "schedule": crontab(hour="6", minute="0")},
    "announce the hand-over of the night": {
        "task": "frontdoor.tasks.announce_hand_over",
        "schedule": crontab(hour="8", minute="45"),
    },
    "flag high caseloads": {"task": "workforce.tasks.flag_high_caseloads", "schedule": crontab(hour="6", minute="0")},
}

LOGGING = logging.configuration(os.environ.get("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
