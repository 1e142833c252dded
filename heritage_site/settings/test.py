"""The test run: fast hashing, no worker, files and index in temporary folders (see tests/conftest.py)."""

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "test-only"
FIELD_ENCRYPTION_KEYS = ["test-only-field-key"]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
