"""What the site holds of a person, told by every room that holds something.

Accounts know nothing of the rooms above them. Such a room registers, in its AppConfig.ready():

    register_provider("申报", function(user) -> dict | list)      what the download contains of it
    register_files("申报", function(user) -> [(name, opener)])    files that go with it
    register_retention(function(user) -> [Retention, …])          what must be kept, by which rule
    register_erasure(function(user) -> None)                      takes away what need not be kept
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from ..models import User

Provider = Callable[[User], "dict[str, Any] | list[Any]"]
Opener = Callable[[], IO[bytes]]
Files = Callable[[User], Iterable[tuple[str, Opener]]]
SPOOLED = 8 * 1024 * 1024  # more than this is written to the disk


@dataclass(frozen=True, slots=True)
class Retention:
    """Something that outlives the account: what it is, by which rule, and for how long."""

    what: str
    rule: str
    until: str


Retained = Callable[[User], "list[Retention]"]

_providers: dict[str, Provider] = {}
_files: dict[str, Files] = {}
_retentions: list[Retained] = []
_erasures: list[Callable[[User], None]] = []


def register_provider(name: str, provider: Provider) -> None:
    """``name`` is the file's name in the download; registering again replaces."""
    _providers[name] = provider


def register_files(name: str, files: Files) -> None:
    """Files of the person, put into a folder called ``name``."""
    _files[name] = files


def register_retention(retained: Retained) -> None:
    if retained not in _retentions:
        _retentions.append(retained)


def register_erasure(erase: Callable[[User], None]) -> None:
    """Called in the transaction that ends the account, before it goes."""
    if erase not in _erasures:
        _erasures.append(erase)


def erase_of(user: User) -> None:
    """Take away what the rooms hold of the person and no rule keeps."""
    for erase in _erasures:
        erase(user)


def everything_of(user: User) -> dict[str, dict[str, Any] | list[Any]]:
    """All that is held of the person, by the name of what it is."""
    return {name: provider(user) for name, provider in _providers.items()}


def kept_of(user: User) -> list[Retention]:
    """What has to be kept although the account goes; empty where it can go wholly."""
    return [one for retained in _retentions for one in retained(user)]


def archive_of(user: User) -> IO[bytes]:
    """A ZIP of one JSON for each kind of data, and the files, rewound and ready to be sent."""
    target = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in everything_of(user).items():
            archive.writestr(f"{_safe(name)}.json", _json(content))
        for name, files in _files.items():
            for number, (file_name, opener) in enumerate(files(user), start=1):
                with (
                    opener() as source,
                    archive.open(f"{_safe(name)}/{number:03}-{_safe(file_name)}", "w") as place,
                ):
                    while chunk := source.read(64 * 1024):
                        place.write(chunk)
        archive.writestr("说明.txt", _note())
    target.seek(0, io.SEEK_SET)
    return target  # type: ignore[return-value]


def _json(content: Any) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _note() -> str:
    made = timezone.localtime().strftime("%Y年%m月%d日 %H:%M")
    return f"这是您在本网站的个人信息副本，生成于 {made}。JSON 文件可以用任何文本编辑器打开。\n"


def _safe(name: str) -> str:
    """Nothing that leads out of the folder it is unpacked in."""
    return re.sub(r"[\\/:*?\"<>|\x00-\x1f]+", "_", name).strip(" .") or "_"
