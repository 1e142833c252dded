"""What every environment shares. Each variable read here is explained in .env.example."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from .environment import BASE_DIR, VAR_DIR, env
from .signing_in import *  # noqa: F403
from .signing_in import LOGIN_URL

# --- the site ---------------------------------------------------------------
SITE_NAME = env.str("SITE_NAME", default="河东非遗")
SITE_OPERATOR = env.str("SITE_OPERATOR", default="天津市河东区文化和旅游局")
SITE_DIVISION = env.str("SITE_DIVISION", default="120102")
# Letters and citations of a trial lead to the port it runs on (`make run PORT=8001`).
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}")
ICP_NUMBER = env.str("ICP_NUMBER", default="")
PUBLIC_SECURITY_NUMBER = env.str("PUBLIC_SECURITY_NUMBER", default="")
SITE_IDENTIFICATION_CODE = env.str("SITE_IDENTIFICATION_CODE", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
CONTACT_PHONE = env.str("CONTACT_PHONE", default="")

SECRET_KEY = env.str("SECRET_KEY", default="")
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- apps -------------------------------------------------------------------
INSTALLED_APPS = [
    "heritage_site",
    "demo",
    "pages",
    "search",
    "applications",
    "outreach",
    "registry",
    "media",
    "accounts",
    "messaging",
    "workcalendar",
    "printing",
    "safeguards",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.StaffUsersConfig",  # wagtail.users with one full name
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "ninja",  # serves the API documentation's own script and style, not a network's
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "heritage_site.security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "heritage_site.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "heritage_site.display.vary_on_display",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.signin.limits.SayLimited",
    "accounts.signin.staff_gate.StaffGate",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "heritage_site.urls"
WSGI_APPLICATION = "heritage_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "heritage_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heritage_site.context.site",
            ],
        },
    },
]

# --- data -------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'heritage.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at the start of a transaction, so that writers queue
    # (up to the time-out, in seconds) where the default mode would fail them as "locked".
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Unset: the embedded engine, its index in var/. http(s)://…: Elasticsearch.
SEARCH_URL = env.str("SEARCH_URL", default="")
SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", default="") or VAR_DIR / "search")
SEARCH_INDEX_PREFIX = env.str("SEARCH_INDEX_PREFIX", default="heritage")
SEARCH_TIMEOUT = env.float("SEARCH_TIMEOUT", default=0.8)

# Limits on codes and attempts are counted here: with several processes it must be shared.
CACHES = {
    "default": env.cache("CACHE_URL", default="locmemcache://"),
    # Pictures' addresses are asked for on every page; each process keeps its own.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- e-mail and text messages ------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")

EMAIL_TIMEOUT = 30  # seconds; a mail server that does not answer must not hold up the other mail
# A class with send(phone, text); this one writes the text to the log.
SMS_BACKEND = env.str("SMS_BACKEND", default="") or "messaging.sms.LogBackend"

# --- language and time ------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "heritage_site" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- files ------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "heritage_site" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "heritage_site.bundles.BundleFinder",
]
# The application server answers for static files itself, straight from the packages: nothing has
# to be collected first. Production collects them and puts a hash into each name.
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/files/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default="") or VAR_DIR / "files")
# All uploads and renditions: no web server may map this folder to an address (docs/media.md).
PRIVATE_MEDIA_ROOT = Path(env.str("PRIVATE_MEDIA_ROOT", default="") or VAR_DIR / "private")
# Set to an internal location of nginx, it lets nginx send what the site has allowed.
MEDIA_ACCEL_PREFIX = env.str("MEDIA_ACCEL_PREFIX", default="")
# tcp://host:port or unix:///path of a clamd. Unset: uploads are not scanned for viruses.
CLAMAV_URL = env.str("CLAMAV_URL", default="")

# --- Wagtail ----------------------------------------------------------------
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Staff sign in, change their password and their mailbox where everybody does (docs/accounts.md).
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# Substring search: the database's own full text finds Chinese by prefix only.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}
# Tags are split at ， 、 ； and commas, never at blanks.
TAGGIT_TAGS_FROM_STRING = "registry.tags.tags_from_string"
TAGGIT_STRING_FROM_TAGS = "registry.tags.string_from_tags"
WAGTAILIMAGES_IMAGE_MODEL = "media.HeritageImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.HeritageDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.admin.forms.HeritageImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.admin.forms.HeritageDocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp", "webp": "webp", "avif": "webp"}
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 80
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- security ---------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
# The public side holds no inline script or style, so that a smuggled-in one does not run.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's admin and the API documentation write inline styles and scripts of their own.
LOOSER_POLICY_PREFIXES = ("/admin/", "/api/v1/docs")
LOOSER_POLICY_DIRECTIVES = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "worker-src": [SELF, "blob:"],
    "frame-ancestors": [SELF],  # previews are shown in a frame beside the form
}

# --- log --------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "heritage_site.logs.JSONFormatter"},
    },
    "filters": {"quiet": {"()": "heritage_site.logs.Quiet"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["quiet"]}
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Django's own handlers would print each line a second time.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},  # who signed in stands in the database
    },
}
