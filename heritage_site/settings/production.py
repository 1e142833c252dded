"""The bureau's own server: refuses to start half configured, and speaks only over TLS."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import (
    ALLOWED_HOSTS,
    BASE_DIR,
    CACHES,
    FIELD_ENCRYPTION_KEYS,
    LOGGING,
    SECRET_KEY,
    env,
)

NEEDED = {
    "SECRET_KEY": (
        SECRET_KEY,
        "会话与令牌的签名密钥",
        "the key that signs sessions and tokens",
    ),
    "ALLOWED_HOSTS": (
        ALLOWED_HOSTS,
        "网站的域名，多个用英文逗号分隔",
        "the site's host names, separated by commas",
    ),
    "FIELD_ENCRYPTION_KEYS": (
        FIELD_ENCRYPTION_KEYS,
        "个人信息的加密密钥，新的放在最前",
        "the keys that encrypt personal data, the newest first",
    ),
}


def refusal() -> str:
    """What is missing and how to mend it, or nothing; Chinese first, then English."""
    missing = {name: words for name, (value, *words) in NEEDED.items() if not value}
    if not missing:
        return ""
    chinese = "；".join(f"{name}（{words[0]}）" for name, words in missing.items())
    english = "; ".join(f"{name} ({words[1]})" for name, words in missing.items())
    return (
        f"生产环境缺少必需的设置，网站没有启动：{chinese}。"
        "请在环境变量或 .env 文件中写上，写法见 .env.example。\n"
        f"The production settings are incomplete and the site did not start: {english}. "
        "Set them in the environment or in .env; .env.example explains each."
    )


if refusal():
    raise ImproperlyConfigured(refusal())

DEBUG = False

# Canonical addresses, citations and letters name the site: by its first host unless told otherwise.
SITE_URL = env.str("SITE_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
WAGTAILADMIN_BASE_URL = SITE_URL

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Only behind a proxy that sets this header itself and drops the visitor's: else anyone could lie.
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=60 * 60 * 24 * 365)
# W005, W021: the bureau's other hosts are not ours to bind, so no subdomains and no preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Whoever enters the administration does so with a second factor; false only in an emergency.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)
# One cache for all processes, in the database unless told otherwise (`manage.py createcachetable`).
CACHES["default"] = env.cache("CACHE_URL", default="dbcache://shared_cache")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# `manage.py collectstatic` fills STATIC_ROOT; a name with its content's hash may be kept for ever.
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING["handlers"]["console"]["formatter"] = "json"  # type: ignore[index]
