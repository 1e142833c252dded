"""A developer's or a visitor's own machine: no secrets to set, one process is enough."""

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, FIELD_ENCRYPTION_KEYS, SECRET_KEY, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "development-only-this-key-protects-nothing"
FIELD_ENCRYPTION_KEYS = FIELD_ENCRYPTION_KEYS or ["development-only-field-key"]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
