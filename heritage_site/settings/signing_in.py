"""Who gets in and how: accounts, codes, second factor, lockout, sessions (docs/accounts.md)."""

from datetime import timedelta

from .environment import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses those who are locked out
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# 网络安全等级保护 asks for complexity (GB/T 22239-2019, 8.1.4.1 a); length does more than signs.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.signin.passwords.NotLikeOneself"},
    {
        "NAME": "accounts.signin.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "accounts.signin.passwords.NotCommon"},
    {"NAME": "accounts.signin.passwords.NotOnlyFigures"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/account/"

# --- allauth ----------------------------------------------------------------
ACCOUNT_ADAPTER = "accounts.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone", "username"}  # only staff have a user name they know
# allauth wants one way to be required; the form asks for mailbox or number, at least one of them,
# and accounts.signin.stages demands a verified mailbox only of those who gave one.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True  # one mailbox a person
ACCOUNT_PREVENT_ENUMERATION = True  # no answer tells whether somebody has an account
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # all other sessions end by themselves
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_FORMS = {
    "login": "accounts.signin.forms.SignInForm",
    "signup": "accounts.signin.forms.SignUpForm",
    "reset_password": "accounts.signin.forms.LostPasswordForm",
    "reset_password_from_key": "accounts.signin.forms.NewPasswordForm",
    "change_password": "accounts.signin.forms.ChangePasswordForm",
    "set_password": "accounts.signin.forms.SetPasswordForm",
    "reauthenticate": "accounts.signin.forms.ReauthenticateForm",
    "confirm_email_verification_code": "accounts.signin.forms.EmailCodeForm",
    "confirm_password_reset_code": "accounts.signin.forms.ResetCodeForm",
    "verify_phone": "accounts.signin.forms.PhoneCodeForm",
    "change_phone": "accounts.signin.forms.ChangePhoneForm",
    "change_email": "accounts.signin.forms.ChangeEmailForm",
    "add_email": "accounts.signin.forms.AddEmailForm",
}
# Codes cost money and can pester: a few a day for one number or mailbox, more for an address that
# many may share. Wrong passwords are counted by axes, below, and here for each account.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/5m/key",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,3/h/key",
    "confirm_email": "1/30s/key,8/d/key,40/h/ip",
    "verify_phone": "1/60s/key,8/d/key,20/h/ip",
    "change_phone": "3/m/user",
    "password_failed": "20/10m/key",
    "join_unit": "10/h/user",
    "invite": "30/h/user",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

MFA_ADAPTER = "accounts.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # unverified ones are staff, whose mailbox an administrator set
MFA_FORMS = {
    "authenticate": "accounts.signin.forms.SecondFactorForm",
    "reauthenticate": "accounts.signin.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.signin.forms.ActivateForm",
}
USERSESSIONS_TRACK_ACTIVITY = False

# --- text messages ----------------------------------------------------------

# --- lockout: axes ------------------------------------------------------------
# GB/T 22239-2019, 8.1.4.1 b): failed log-ins are dealt with.
AXES_FAILURE_LIMIT = env.int("LOCKOUT_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOCKOUT_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "accounts.signin.lockout.account_key"
AXES_CLIENT_IP_CALLABLE = "accounts.signin.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.signin.lockout.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address"]
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# The Cybersecurity Law (网络安全法, article 21) wants logs kept for six months at the least.
SIGN_IN_LOG_DAYS = env.int("SIGN_IN_LOG_DAYS", default=365)

# --- staff ------------------------------------------------------------------
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=10)
