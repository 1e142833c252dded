"""The environment is documented, and production does not start half configured."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "heritage_site" / "settings"
EXAMPLE = ROOT / ".env.example"
COMPLETE = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "ich.example.gov.cn",
    "FIELD_ENCRYPTION_KEYS": "new,old",
}


def variables_read() -> set[str]:
    """The first argument of every ``env.something("NAME")`` in the settings."""
    return {
        node.args[0].value
        for path in SETTINGS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def started(settings: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Load the settings in a fresh process with nothing but these variables, and print some."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings as s; import json; print(json.dumps({"
            "n: getattr(s, n, None) for n in ('DEBUG', 'SESSION_COOKIE_SECURE', "
            "'CSRF_COOKIE_SECURE', 'SECURE_SSL_REDIRECT', 'SECURE_HSTS_SECONDS', 'SITE_NAME', "
            "'SITE_URL', 'EMAIL_HOST', 'SECURE_PROXY_SSL_HEADER')} | {'database': "
            "str(s.DATABASES['default']['NAME']), 'files': str(s.MEDIA_ROOT)}))",
        ],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONUTF8": "1",
            "ENV_FILE": os.devnull,
            **environment,
            "DJANGO_SETTINGS_MODULE": f"heritage_site.settings.{settings}",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def values(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_example_names_exactly_what_the_settings_read() -> None:
    documented = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)

    assert sorted(documented) == sorted(variables_read())


def test_every_variable_of_the_example_has_words_above_it() -> None:
    lines = EXAMPLE.read_text().splitlines()
    bare = [
        line
        for before, line in pairwise(lines)
        if re.match(r"[A-Z_]+=", line) and not re.match(r"#|[A-Z_]+=", before)
    ]

    assert bare == []


def test_the_example_as_it_stands_starts_a_trial() -> None:
    found = values(started("dev", {"ENV_FILE": str(EXAMPLE)}))

    assert found["SITE_NAME"] == "河东非遗"
    assert str(found["database"]).endswith("heritage.sqlite3")
    assert str(found["files"]).endswith("files")


@pytest.mark.parametrize("name", COMPLETE)
def test_production_refuses_to_start_without(name: str) -> None:
    done = started("production", COMPLETE | {name: ""})

    assert done.returncode != 0
    sentence = done.stderr.split("ImproperlyConfigured: ")[1]
    assert re.match(
        rf"生产环境缺少必需的设置，网站没有启动：{name}（.+）。请在环境变量或 \.env", sentence
    )
    assert f"did not start: {name} (" in sentence


def test_production_names_all_that_is_missing_at_once() -> None:
    sentence = started("production", {}).stderr

    assert all(f"{name}（" in sentence and f"{name} (" in sentence for name in COMPLETE)


@pytest.mark.parametrize(
    ("kind", "environment", "address"),
    [
        ("dev", {}, "http://127.0.0.1:8000"),
        ("dev", {"PORT": "8471"}, "http://127.0.0.1:8471"),
        ("dev", {"PORT": "8471", "SITE_URL": "https://a.example"}, "https://a.example"),
        ("production", COMPLETE | {"PORT": "8471"}, "https://ich.example.gov.cn"),
    ],
)
def test_letters_lead_to_where_the_site_is(
    kind: str, environment: dict[str, str], address: str
) -> None:
    assert values(started(kind, environment))["SITE_URL"] == address


def test_production_is_tight_by_default() -> None:
    found = values(started("production", COMPLETE | {"DEBUG": "true"}))

    assert found["DEBUG"] is False
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["SECURE_PROXY_SSL_HEADER"] is None


def test_the_environment_sets_mail_and_database() -> None:
    found = values(
        started(
            "production",
            COMPLETE
            | {
                "EMAIL_URL": "smtp+tls://u:p@smtp.example.gov.cn:587",
                "DATABASE_URL": "postgres://u:p@db.example:5432/registry",
            },
        )
    )

    assert found["EMAIL_HOST"] == "smtp.example.gov.cn"
    assert found["database"] == "registry"


def test_djangos_deployment_checks_find_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONUTF8": "1",
            "ENV_FILE": os.devnull,
            **COMPLETE,
            "SECRET_KEY": "".join(chr(33 + n % 90) for n in range(60)),
            "DJANGO_SETTINGS_MODULE": "heritage_site.settings.production",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
