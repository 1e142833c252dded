"""How large an upload may be, and how long it waits. Each limit can be set in the settings under the same name."""

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
    # One piece of a resumable upload; it is held in memory once.
    "MEDIA_UPLOAD_PIECE_MAX_BYTES": 8 * 1024 * 1024,
    # Up to this size the virus scan happens while the uploader waits, above it in the background.
    "MEDIA_SCAN_AT_ONCE_BYTES": 16 * 1024 * 1024,
    # An upload nobody has gone on with for so many days is given up.
    "MEDIA_UPLOAD_KEPT_DAYS": 7,
}


def limit(name: str) -> int:
    """The limit as set, or its default."""
    return int(getattr(settings, name, DEFAULTS[name]))
