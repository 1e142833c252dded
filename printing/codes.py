"""QR codes as pictures for a document."""

from __future__ import annotations

import io

import segno


def qr_code(address: str) -> bytes:
    """Return a QR code as SVG, for ``pictures`` of ``typeset``; a quarter of it may be stained."""
    drawing = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawing, kind="svg", border=4)
    return drawing.getvalue()
