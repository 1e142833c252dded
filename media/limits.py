"""How large an upload may be. Each limit can be set in the settings under the same name."""

from django.conf import settings

DEFAULTS = {
    # Bytes. A picture from a good camera at full quality, a film of about an hour, a scanned book.
    "MEDIA_PICTURE_MAX_BYTES": 30 * 1024 * 1024,
    "MEDIA_RECORDING_MAX_BYTES": 1024 * 1024 * 1024,
    "MEDIA_DOCUMENT_MAX_BYTES": 100 * 1024 * 1024,
    # Width × height × frames: what decoding costs in memory, three or four bytes each.
    "MEDIA_PICTURE_MAX_PIXELS": 64_000_000,
    # What an office file or OFD may unpack to.
    "MEDIA_DOCUMENT_MAX_UNPACKED_BYTES": 400 * 1024 * 1024,
}


def limit(name: str) -> int:
    """The limit as set, or its default."""
    return int(getattr(settings, name, DEFAULTS[name]))
