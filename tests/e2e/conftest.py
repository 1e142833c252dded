"""A served site and a browser looking at it."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import sample
from tests.migrated import FILE, migrate_file
from tests.servers.chromium import ARGUMENTS

ROOT = Path(__file__).resolve().parents[2]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

PATIENCE = 15_000
"""Milliseconds a page has to show what is expected of it: other tests run beside it."""

EXPECTED = ("404 (Not Found)", "422 (Unprocessable")
"""Answers that the browser notes as errors, though they are not."""

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running site: made documents in the index, one story."""
    with served(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def sample_site(
    chromium_path: str, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a site with the sample records, their pictures and their pages."""
    folder = tmp_path_factory.mktemp("sample")
    database = sample.file(pytestconfig)
    sample.copy_files(
        pytestconfig, of=sample.FILE, public=folder / "files", private=folder / "private"
    )
    with served(folder, "sample", database=database) as address:
        yield address


@pytest.fixture(scope="session")
def class_site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with classes of every state."""
    with served(tmp_path_factory.mktemp("classes"), "classes") as address:
        yield address


@pytest.fixture(scope="session")
def upload_site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a room that takes files."""
    with served(tmp_path_factory.mktemp("uploads"), "uploads") as address:
        yield address


def environment_of(folder: Path) -> dict[str, str]:
    """What every process of the site in this folder is started with."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "SEARCH_URL": "",
        "SEARCH_INDEX_DIR": str(folder / "search"),
        "MEDIA_ROOT": str(folder / "files"),
        "PRIVATE_MEDIA_ROOT": str(folder / "private"),
    }


@functools.cache
def migrated() -> tempfile.TemporaryDirectory[str]:
    """A folder with a migrated database, made once: each site begins with a copy, which is far quicker."""
    kept = tempfile.TemporaryDirectory(prefix="migrated")
    told = os.environ.get(FILE)  # by `make test`, which has made one for all workers
    if told:
        shutil.copy(told, Path(kept.name) / "site.sqlite3")
        return kept
    migrate_file(Path(kept.name) / "site.sqlite3")
    return kept


@contextmanager
def served(folder: Path, *arguments: str, database: Path | None = None) -> Iterator[str]:
    """A site in a process of its own, with its database, index and files in the folder.

    It begins with a copy of that database, or else of a migrated one.
    """
    shutil.copy(database or Path(migrated().name) / "site.sqlite3", folder / "site.sqlite3")
    environment = environment_of(folder)
    log = (folder / "log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.serve", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    if not address:
        process.wait()
        log.seek(0)
        pytest.fail(f"the site did not start:\n{log.read()[-4000:]}", pytrace=False)
    yield address
    process.terminate()
    process.wait(10)
    log.close()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[NewPage]:
    """Opens pages of the site: ``new_page(phone=True, dark=True, elder=True, scripts=False)``."""
    with pages_of(browser, site) as open_page:
        yield open_page


@pytest.fixture
def sample_page(browser: Browser, sample_site: str) -> Iterator[NewPage]:
    """The same, of the site with the sample records."""
    with pages_of(browser, sample_site) as open_page:
        yield open_page


@pytest.fixture
def class_page(browser: Browser, class_site: str) -> Iterator[NewPage]:
    """The same, of the site with classes."""
    with pages_of(browser, class_site) as open_page:
        yield open_page


@contextmanager
def pages_of(browser: Browser, site: str) -> Iterator[NewPage]:
    """A message of the browser's console that is an error, a breach of the content security policy
    among them, fails the test; a page that is not found, or a form that is refused, is expected to say so.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(
        *,
        phone: bool = False,
        dark: bool = False,
        elder: bool = False,
        scripts: bool = True,
        english: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if elder:
            context.add_cookies([{"name": "elder", "value": "1", "url": site}])
        if english:
            context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: _note(message, errors))
        return page

    yield open_page
    seen = [shown(page) for context in contexts for page in context.pages] if errors else []
    for context in contexts:
        context.close()
    assert errors == [], "\n".join([*errors, *seen])


def _note(message: Any, errors: list[str]) -> None:
    if message.type == "error" and not any(code in message.text for code in EXPECTED):
        errors.append(f"{message.text} {message.location.get('url', '')}")


def shown(page: Page) -> str:
    """Where the page is and what it says, for whoever reads of a failure."""
    words = " ".join(page.locator("body").inner_text().split())
    return f"{page.url}: {words[:1500]}"
