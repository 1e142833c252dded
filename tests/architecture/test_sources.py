"""The finder of forbidden imports finds them: a rule that sees nothing would always hold."""

from __future__ import annotations

from tests.architecture.sources import ROOT, imports, imports_below


def test_imports_are_found_at_the_top_and_through_our_own_modules() -> None:
    wsgi = ROOT / "heritage_site" / "wsgi.py"
    prepare = ROOT / "heritage_site" / "management" / "commands" / "prepare.py"

    assert "django.core.wsgi.get_wsgi_application" in imports(wsgi)
    assert imports_below(prepare)["wagtail.models"].startswith(("registry", "accounts", "media"))


def test_relative_imports_are_given_their_full_name() -> None:
    assert "tests.servers.process.Server" in imports(ROOT / "tests" / "servers" / "postgres.py")
