"""The settings of the served site, and of commands run beside it: as in the tests, but with style and mail."""

from heritage_site.settings.test import *  # noqa: F403
from heritage_site.settings.test import PRIVATE_MEDIA_ROOT

WHITENOISE_USE_FINDERS = True  # off in other tests, which need no style
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(PRIVATE_MEDIA_ROOT.parent / "mail")
SMS_BACKEND = "messaging.sms.LogBackend"  # codes are read in the log, as in a trial
