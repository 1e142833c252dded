"""What stands in Chinese on a page in English without being marked as Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from django.conf import settings
from django.test import Client

HAN = re.compile(r"[\u3400-\u9fff]")
SPOKEN = ("aria-label", "placeholder", "title")


def left_in_chinese(client: Client, addresses: Iterable[str]) -> dict[str, list[str]]:
    left = {}
    for address in addresses:
        response = client.get(address, headers={"cookie": english(client)})
        assert response.status_code == 200, address
        page = BeautifulSoup(response.content, "html.parser")
        assert page.html["lang"] == "en", address
        if found := list(unmarked(page)):
            left[address] = found
    return left


def english(client: Client) -> str:
    client.cookies["django_language"] = "en"
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def unmarked(page: BeautifulSoup) -> Iterator[str]:
    """Text and spoken attributes with Chinese in them that no ``lang`` says to be Chinese."""
    heading = page.h1.get_text().strip() if page.h1 else ""
    for text in page.find_all(string=HAN):
        if isinstance(text, NavigableString) and type(text) is not NavigableString:
            continue  # the doctype, comments
        words = str(text)
        if text.parent.name == "title":
            for content in (settings.SITE_NAME, heading):
                words = words.replace(content, "")
        if HAN.search(words) and not marked(text.parent):
            yield words.strip()
    for element in page.find_all(True):
        for name in SPOKEN:
            if HAN.search(str(element.get(name, ""))) and not marked(element):
                yield f"{name}={element[name]}"
        if HAN.search(str(element.get("alt", ""))) and not marked(element):
            yield f"alt={element['alt']}"


def marked(element: Tag) -> bool:
    nearest = next(e for e in [element, *element.parents] if e.get("lang"))
    return str(nearest["lang"]).startswith("zh")
