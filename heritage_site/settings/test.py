"""The test run: fast hashing, no worker, files and index in temporary folders (see tests/conftest.py)."""

import os

os.environ["ENV_FILE"] = os.devnull  # a developer's .env must not reach the tests

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "test-only"
FIELD_ENCRYPTION_KEYS = ["test-only-field-key"]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_BACKEND = "messaging.sms.MemoryBackend"
CLAMAV_URL = ""
SEARCH_URL = ""  # tests that need Elasticsearch name it themselves
WHITENOISE_USE_FINDERS = False  # no scan of all static files at each start
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
