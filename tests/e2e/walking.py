"""What tests that walk a whole way share: everybody's open page, their mail, commands of the clock."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from playwright.sync_api import Page

from .conftest import ROOT, NewPage, environment_of, shown
from .test_accessibility import findings

PASSWORD = "a-long-password-1"
BETWEEN_MESSAGES = b"\n" + b"-" * 79 + b"\n"
"""So Django's mail in files separates what is sent within one second."""


@dataclass
class Walk:
    """The served site at its address, its folder with database and mail, and everybody's open page."""

    site: str
    folder: Path
    new_page: NewPage
    pages: dict[str, Page] = field(default_factory=dict)

    def visitor(self, name: str = "visitor", *, phone: bool = False) -> Page:
        """The page of somebody without an account."""
        if name not in self.pages:
            self.pages[name] = self.new_page(phone=phone)
            self.pages[name].set_default_timeout(30_000)
        return self.pages[name]

    def by(self, who: str, *, phone: bool = False) -> Page:
        """The page of this person, who signs in the first time."""
        if who not in self.pages:
            page = self.visitor(who, phone=phone)
            page.goto("/account/login/")
            sign_in(page, who)
            page.wait_for_url("**/account/")
        return self.pages[who]

    def text_mailed_to(self, address: str, about: str = "") -> str:
        """The text of the last message to this mailbox with this in its subject; it may be on its way."""
        found = self._once_there(
            lambda: next((text for text in self._mail_to(address, about) if text), "")
        )
        assert found, f"nothing about {about!r} was mailed to {address}"
        return found

    def link_mailed_to(self, address: str, about: str = "", holding: str = "") -> str:
        """The last address of this site in that message; ``holding`` names a part of its path."""
        text = self.text_mailed_to(address, about)
        links = re.findall(rf"{re.escape(self.site)}[\w/.~:-]*{holding}[\w/.~:-]*", text)
        assert links, f"no link of {self.site} in: {text}"
        return links[-1]

    def code_mailed_to(self, address: str) -> str:
        """The six figures in the last message to this mailbox that has some."""
        pattern = re.compile(r"\b[0-9A-Z-]{6,9}\b")

        def code() -> str:
            found = (pattern.search(text) for text in self._mail_to(address))
            return next((one[0] for one in found if one), "")

        found = self._once_there(code)
        assert found, f"no code was mailed to {address}"
        return found

    @contextmanager
    def told(self) -> Iterator[None]:
        """Whatever fails in here is told with what everybody's page says."""
        try:
            yield
        except Exception as failure:
            for who, page in self.pages.items():
                failure.add_note(f"{who} at {shown(page)}")
            raise

    def run(self, *command: str) -> str:
        """A command of the site, in a process of its own as on the server; what it says."""
        with self.beside(*command) as process:
            said, _nothing = process.communicate(timeout=120)
        assert process.returncode == 0, command
        return said

    @contextmanager
    def beside(self, *command: str) -> Iterator[subprocess.Popen[str]]:
        """A command that runs as long as this lasts."""
        environment = {**environment_of(self.folder), "SITE_URL": self.site}
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """The site's, for what no person can do: looking up a key, letting time pass."""
        connection = sqlite3.connect(self.folder / "site.sqlite3", timeout=30)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def _mail_to(self, address: str, about: str = "") -> Iterator[str]:
        """The texts to this mailbox, the last one first."""
        files = (self.folder / "mail").glob("*")
        for file in sorted(files, key=lambda one: one.stat().st_mtime_ns, reverse=True):
            for written in reversed(file.read_bytes().split(BETWEEN_MESSAGES)):
                message = message_from_bytes(written, policy=default)
                assert isinstance(message, EmailMessage)
                body = message.get_body(("plain",))
                if body and address in str(message["to"]) and about in str(message["subject"]):
                    yield body.get_content()

    @staticmethod
    def _once_there(look: Callable[[], str]) -> str:
        for _once in range(150):
            if found := look():
                return found
            time.sleep(0.1)
        return ""


def sign_in(page: Page, who: str) -> None:
    """Fill in and send the form that is open."""
    page.fill("input[name=login]", f"{who}@example.com")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()


def fine(page: Page) -> None:
    """axe-core finds nothing here."""
    assert findings(page) == [], page.url
