"""What every way of running the site shares."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

DEBUG = False
ROOT_URLCONF = "holdspace_site.urls"
WSGI_APPLICATION = "holdspace_site.wsgi.application"
AUTH_USER_MODEL = "records.Person"
DATABASE_ROUTERS = ["holdspace_site.records.key_store.router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "holdspace_site.records",
    "holdspace_site.records.key_store",
    "holdspace_site.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "holdspace_site.web.middleware.keep_pages_private",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "holdspace_site.web.middleware.forget_keys",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "holdspace_site.web.whose.tell_whose",
    "holdspace_site.web.idle.end_idle_visits",
    "django_htmx.middleware.HtmxMiddleware",
    "holdspace_site.web.middleware.say_signed_out",
    "holdspace_site.web.middleware.set_up_first",
    "holdspace_site.web.middleware.password_first",
    "holdspace_site.web.middleware.say_what_went_wrong",
]
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
                "holdspace_site.web.context.practice",
                "holdspace_site.web.context.own_calm",
            ]
        },
    }
]

# No file that somebody sends is ever written to a temporary folder.
FILE_UPLOAD_HANDLERS = ["holdspace_site.web.uploads.InMemoryOnly"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
        ),
        "OPTIONS": {"user_attributes": ("sign_in_name", "name")},
    },
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "signed-out"

AUTHENTICATION_BACKENDS = ["holdspace_site.records.visits.people.PeopleBackend"]
SESSION_ENGINE = "holdspace_site.records.visits.kept"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = "holdspace-device"
WHOSE_COOKIE_NAME = "holdspace-whose"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" would make browsers send "Origin: null", which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Nothing of a request goes into a log: a path names a record, a body quotes a client.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "no_words": {"()": "holdspace_site.web.quiet_log.WithoutWords"},
    },
    "handlers": {
        "stderr": {
            "class": "holdspace_site.web.quiet_log.QuietHandler",
            "filters": ["no_words"],
        },
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {
            "handlers": ["stderr"],
            "level": "ERROR",
            "propagate": False,
        },
        # The server's own complaints name the address, and with it a sign-in link.
        "gunicorn.error": {
            "handlers": ["stderr"],
            "level": "ERROR",
            "propagate": False,
        },
    },
}
