"""All settings, read top to bottom; everything that differs between machines comes from the environment.

With no variable set Jalon runs *embedded*: SQLite, a broker in a folder, one web and one worker process.
With DATABASE_URL and REDIS_URL the same code runs on PostgreSQL and Redis with as many processes as wanted.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_flag(name: str, default: bool = False) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


# --- Where things are kept -------------------------------------------------------------------------------------------
DATA_DIR = Path(env("JALON_DATA_DIR", str(BASE_DIR / "var")))
MEDIA_ROOT = DATA_DIR / "documents"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_URL = "/static/"

DATABASE_URL = env("DATABASE_URL")
REDIS_URL = env("REDIS_URL")
EMBEDDED = not DATABASE_URL
DEBUG = env_flag("JALON_DEBUG")
TESTING = env_flag("JALON_TESTING")

# --- Secrets ---------------------------------------------------------------------------------------------------------


def _secret_key() -> str:
    """The key of the environment; embedded, one made at first start and kept beside the database."""
    if key := env("JALON_SECRET_KEY"):
        return key
    if not EMBEDDED and not TESTING:
        raise ImproperlyConfigured("JALON_SECRET_KEY is required when DATABASE_URL is set.")
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env_list("JALON_SECRET_KEY_FALLBACKS")  # former keys: they still open sessions and factors
ALLOWED_HOSTS = env_list("JALON_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("JALON_ORIGINS")
HTTPS = env_flag("JALON_HTTPS")

# --- Applications: each imports only from those above it (see docs/architecture.md) ----------------------------------
INSTALLED_APPS = [
    "core",
    "regions",
    "accounts",
    "indicators",
    "partners",
    "plans",
    "reports",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.security_middleware.SecondFactorMiddleware",
    "core.middleware.read_only_get",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.frame",
            ],
            "builtins": ["core.templatetags.formats"],
        },
    },
]

# --- Database --------------------------------------------------------------------------------------------------------
if EMBEDDED:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "jalon.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY;",  # room to derive a year without spilling
            },
        }
    }
else:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # compiling wide queries just in time costs 100 ms a page
        DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Kept values apart: they may be many, and none may push a count of attempts to sign in out of the cache.
CACHES = {
    alias: (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": prefix}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA_DIR / folder}
    )
    | options
    for alias, prefix, folder, options in (
        ("default", "", "cache", {}),
        ("kept", "kept", "kept", {"TIMEOUT": 24 * 3600, "OPTIONS": {} if REDIS_URL else {"MAX_ENTRIES": 2000}}),
    )
}

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:  # a slow hash protects nobody in a test
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignupAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are created by an administrator, who vouches for the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Jalon] "
INVITATION_DAYS = int(env("JALON_INVITATION_DAYS", "7"))  # how long the link of an invitation opens
ROLE_ENDS_SOON_DAYS = int(env("JALON_ROLE_ENDS_SOON_DAYS", "30"))  # what a review of accesses points at
SILENT_ACCOUNT_DAYS = int(env("JALON_SILENT_ACCOUNT_DAYS", "180"))
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes a password or a factor, its owner is told
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/15m/key"}  # five failures lock an address for fifteen minutes

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # whose word on the address of the client is taken

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SILENCED_SYSTEM_CHECKS = [
    "security.W005",
    "security.W021",
]  # other subdomains and preloading: the domain owner's choice
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env("JALON_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "courriels"
EMAIL_HOST = env("JALON_SMTP_HOST", "localhost")
EMAIL_PORT = int(env("JALON_SMTP_PORT", "25"))
EMAIL_HOST_USER = env("JALON_SMTP_USER")
EMAIL_HOST_PASSWORD = env("JALON_SMTP_PASSWORD")
EMAIL_USE_TLS = env_flag("JALON_SMTP_TLS")
DEFAULT_FROM_EMAIL = env("JALON_FROM_EMAIL", "jalon@localhost")

# --- Language and time: French of Canada; numbers are formatted at the edge by core.formats --------------------------
LANGUAGE_CODE = "fr-ca"
TIME_ZONE = "America/Toronto"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Static files ----------------------------------------------------------------------------------------------------
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "core.static_storage.StaticStorage"
    },
}

# --- Confidentiality: what anybody may read hides small counts (docs/decisions/0007-small-cells.md) -------------------
MASKING_SMALL_COUNT = int(env("JALON_SMALL_COUNT", "4"))  # counts of people from 1 to this are masked
MASKING_SMALL_DENOMINATOR = int(env("JALON_SMALL_DENOMINATOR", "10"))  # and rates on fewer people than this

# --- Tasks: the same Celery tasks on a folder (embedded) or on Redis -------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost/"
if not REDIS_URL:
    _BROKER_DIR = DATA_DIR / "broker"
    for _folder in ("messages", "processed", "control"):
        (_BROKER_DIR / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_BROKER_DIR / "messages"),
        "data_folder_out": str(_BROKER_DIR / "messages"),
        "processed_folder": str(_BROKER_DIR / "processed"),
        "control_folder": str(_BROKER_DIR / "control"),
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True  # the run's row in the database is the source of truth
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_ALWAYS_EAGER = env_flag("JALON_EAGER_TASKS", TESTING)
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "pick-up-lost-runs": {"task": "reports.tasks.pick_up_lost_runs", "schedule": 60.0},
    "make-public-documents": {"task": "reports.tasks.make_public_documents", "schedule": 60.0},
    "verify-attainment": {"task": "indicators.tasks.verify_attainment", "schedule": crontab(hour=3, minute=0)},
}

# --- API -------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "config.api.Pagination",
    "DEFAULT_RENDERER_CLASSES": ["config.api.JSONRenderer"],
    "EXCEPTION_HANDLER": "config.api.json_errors",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "NUM_PROXIES": 1 if HTTPS else 0,  # whose word on the address of the client is taken
}
SPECTACULAR_SETTINGS = {
    "TITLE": "API de Jalon",
    "DESCRIPTION": "Plans d’action régionaux, indicateurs, cibles et résultats. Les nombres exacts sont des chaînes.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"defaultModelsExpandDepth": 0, "docExpansion": "list", "persistAuthorization": False},
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api_schema.tell_errors",
    ],
    "COMPONENT_SPLIT_REQUEST": True,
    "TAGS": [
        {"name": "attainment", "description": "Résultats, cibles, écarts et états, comme les pages les montrent"},
        {"name": "breakdowns", "description": "Groupes de personnes derrière un résultat, masqués au besoin"},
        {"name": "plans", "description": "Plans d’action régionaux"},
        {"name": "targets", "description": "Cibles et leurs révisions"},
        {"name": "measurements", "description": "Résultats mensuels saisis"},
        {"name": "indicators", "description": "Catalogue des indicateurs"},
        {"name": "regions", "description": "Régions"},
        {"name": "mrcs", "description": "MRC et territoires équivalents"},
        {"name": "cles", "description": "Centres locaux d’emploi"},
        {"name": "token", "description": "Jeton d’accès"},
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "TerritoryKind": "regions.enums.TerritoryKind",
        "MRCKind": "regions.enums.MRCKind",
        "IndicatorKind": "indicators.enums.Kind",
        "IndicatorStatus": "indicators.filters.STATUS_CHOICES",
        "DimensionKind": "indicators.enums.DimensionKind",
        "ProjectionMethod": "indicators.projection.Method",
        "PlanKind": "plans.enums.PlanKind",
        "PlanState": "plans.enums.PlanState",
        "ActionStatus": "plans.enums.ActionStatus",
    },
}

# --- Demonstration ---------------------------------------------------------------------------------------------------
DEMONSTRATION = env_flag("JALON_DEMO", EMBEDDED)  # shows the ribbon « données de démonstration » and the sign-ins
DEMONSTRATION_PASSWORD = env("JALON_DEMO_PASSWORD", "jalon-demonstration")

# --- Second factor, and the identity of one's institution (docs/decisions/0014-proofs-of-identity.md) -----------------
# Passwords of a demonstration are public: a second factor would protect nothing there and keep visitors out.
TWO_FACTOR = env_flag("JALON_TWO_FACTOR", not (DEMONSTRATION or TESTING))
TWO_FACTOR_ROLES = frozenset(env_list("JALON_TWO_FACTOR_ROLES", "director,national,administrator,secretary"))
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "accounts.security_forms.ActivateApplicationForm",
    "authenticate": "accounts.security_forms.AuthenticateCodeForm",
    "reauthenticate": "accounts.security_forms.ReauthenticateCodeForm",
    "add_webauthn": "accounts.security_forms.AddPasskeyForm",
    "authenticate_webauthn": "accounts.security_forms.AuthenticatePasskeyForm",
    "login_webauthn": "accounts.security_forms.LoginPasskeyForm",
    "reauthenticate_webauthn": "accounts.security_forms.ReauthenticatePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are vouched for by whoever created the account
MFA_TOTP_ISSUER = "Jalon"
MFA_RECOVERY_CODE_COUNT = 10
WEBAUTHN_DOMAIN = env("JALON_WEBAUTHN_DOMAIN")  # to which passkeys belong; empty: the name by which the site is asked

OPENID_ISSUER = env("JALON_OPENID_ISSUER").rstrip("/")
OPENID_NAME = env("JALON_OPENID_NAME", "mon établissement")
SOCIALACCOUNT_ADAPTER = "accounts.oidc.StaffAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "accounts.oidc.StrictProvider",
        "APPS": [
            {
                "provider_id": "etablissement",
                "name": OPENID_NAME,
                "client_id": env("JALON_OPENID_CLIENT_ID"),
                "secret": env("JALON_OPENID_CLIENT_SECRET"),
                "settings": {"server_url": OPENID_ISSUER, "domains": env_list("JALON_OPENID_DOMAINS")},
            }
        ]
        if OPENID_ISSUER
        else [],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("JALON_LOG_LEVEL", "WARNING")},
    # A refused page (403, 404) is an answer, not an incident: only our own failures are logged with their traceback.
    "loggers": {"django.request": {"level": "ERROR"}},
}
