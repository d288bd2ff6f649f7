"""Django as it comes: session, sign-in, CSRF, one template engine."""

from frontdoor.config.settings import base
from tests.bench.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.control.urls"
INSTALLED_APPS = [*base.INSTALLED_APPS, "tests.bench.control"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [base.BASE_DIR / "tests" / "bench" / "control" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
SILENCED_SYSTEM_CHECKS = ["axes.W001", "axes.W002", "axes.W003"]
