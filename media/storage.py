"""Where uploaded files lie: a folder that no web server may map to an address."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property


@deconstructible(path="media.storage.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """Originals and renditions of every kind, public ones too; each is served by a view that asks.

    One folder for both means that a file never has to move when its access changes, so there is
    no moment at which a withdrawn picture still lies under a public address.
    """

    @cached_property
    def base_location(self) -> str:
        return str(settings.PRIVATE_MEDIA_ROOT)

    @cached_property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        return reverse("media:file", kwargs={"name": (name or "").replace("\\", "/")})

    def _clear_cached_properties(self, setting: Any, **kwargs: Any) -> None:
        super()._clear_cached_properties(setting, **kwargs)
        if setting == "PRIVATE_MEDIA_ROOT":
            self.__dict__.pop("base_location", None)
            self.__dict__.pop("location", None)


_storage = PrivateStorage()


def private_storage() -> PrivateStorage:
    """The storage of all media fields; a function, so that migrations hold no path."""
    return _storage
