"""Reads the structure of audio and video files: is it whole, is it what it says, where was it made.

No decoder runs here. Each format is walked from its first byte to its last, so a file that is cut
short, or that carries another file behind itself, does not get through.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import filetype

from .refusals import damaged, disguised, has_position_track, not_a_recording

VIDEO_BRANDS = {
    *(b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42"),
    *(b"avc1", b"dash", b"M4V ", b"M4A ", b"M4B ", b"MSNV", b"mmp4"),
}
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"}
# Boxes that say where, when and with what a film was made; blanked, never moved, so that the
# positions stored elsewhere in the file stay right.
TELLING_BOXES = {b"udta", b"meta", b"uuid", b"loci"}
POSITION_FORMATS = {b"gpmd", b"camm", b"fdsc", b"rtmd"}


@dataclass(frozen=True, slots=True)
class RecordingFormat:
    """What a recording is and which stretches of it must be blanked before it is stored."""

    extension: str
    media_type: str
    blanks: tuple[tuple[int, int], ...] = ()


def recognise(stream: IO[bytes], size: int) -> RecordingFormat:
    """The format, judged by content; refuses what browsers cannot play, and what is not whole."""
    stream.seek(0)
    head = stream.read(8192)
    try:
        if head[4:8] == b"ftyp":
            return _mp4(stream, size, head)
        kind = filetype.guess(head)
        mime = kind.mime if kind else ""
        if mime == "video/webm":
            return _webm(stream, size)
        if mime == "audio/mpeg":
            return _mp3(stream, size, head)
        if mime == "audio/ogg":
            return _ogg(stream, size)
        if mime == "audio/x-wav":
            return _wav(size, head)
        if mime == "audio/x-flac":
            return _flac(stream, size)
    except (struct.error, IndexError) as error:
        raise damaged() from error
    raise not_a_recording()


# --- MP4 and M4A ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    """One box of an ISO media file."""

    kind: bytes
    start: int
    body: int
    end: int


def _boxes(stream: IO[bytes], start: int, end: int) -> Iterator[Box]:
    at = start
    while at < end:
        stream.seek(at)
        header = stream.read(16)
        length, kind = struct.unpack_from(">I4s", header)
        body = at + 8
        if length == 1:
            length, body = struct.unpack_from(">Q", header, 8)[0], at + 16
        elif length == 0:
            length = end - at
        if length < body - at or at + length > end:
            raise damaged()
        if not all(0x20 <= byte < 0x7F or byte == 0xA9 for byte in kind):
            raise damaged() if at < 16 else disguised()
        yield Box(kind, at, body, at + length)
        at += length


def _mp4(stream: IO[bytes], size: int, head: bytes) -> RecordingFormat:
    ftyp = next(_boxes(stream, 0, size))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(ftyp.end, 256), 4))}
    if head[8:12] == b"qt  " or not brands & VIDEO_BRANDS:
        raise not_a_recording()
    top = list(_boxes(stream, 0, size))
    if not {b"moov", b"mdat"} <= {box.kind for box in top}:
        raise damaged()
    blanks: list[tuple[int, int]] = []
    handlers: set[bytes] = set()
    for box in top:
        _walk_box(stream, box, blanks, handlers, 0)
    video = b"vide" in handlers
    if not video and b"soun" not in handlers:
        raise not_a_recording()
    extension, media_type = (".mp4", "video/mp4") if video else (".m4a", "audio/mp4")
    return RecordingFormat(extension, media_type, tuple(blanks))


def _walk_box(
    stream: IO[bytes],
    box: Box,
    blanks: list[tuple[int, int]],
    handlers: set[bytes],
    depth: int,
) -> None:
    if depth > 8:
        raise damaged()
    if box.kind in TELLING_BOXES:
        blanks.append((box.start + 4, box.end))
    elif box.kind == b"hdlr":
        stream.seek(box.body + 8)
        handlers.add(stream.read(4))
    elif box.kind == b"stsd":
        stream.seek(box.body + 12)
        if stream.read(4) in POSITION_FORMATS:
            raise has_position_track()
    elif box.kind in CONTAINERS:
        for inner in _boxes(stream, box.body, box.end):
            _walk_box(stream, inner, blanks, handlers, depth + 1)


def blank(stream: IO[bytes], blanks: tuple[tuple[int, int], ...]) -> None:
    """Turn each telling box into free space of the same length, filled with zeros."""
    for kind_at, end in blanks:
        stream.seek(kind_at)
        stream.write(b"free")
        _write_zeros(stream, end - kind_at - 4)


def _write_zeros(stream: IO[bytes], count: int) -> None:
    piece = bytes(65536)
    while count > 0:
        stream.write(piece[: min(count, len(piece))])
        count -= len(piece)


# --- the others -----------------------------------------------------------------------------


def _vint(stream: IO[bytes], keep_marker: bool) -> tuple[int, int]:
    """A number as EBML writes it, and how many bytes it took."""
    first = stream.read(1)[0]
    length = 9 - first.bit_length()
    if length > 8:
        raise damaged()
    value = first if keep_marker else first & (0xFF >> length)
    for byte in stream.read(length - 1):
        value = value << 8 | byte
    return value, length


def _webm(stream: IO[bytes], size: int) -> RecordingFormat:
    at, seen_segment = 0, False
    while at < size:
        stream.seek(at)
        kind, kind_length = _vint(stream, keep_marker=True)
        length, length_length = _vint(stream, keep_marker=False)
        unknown = length == (1 << 7 * length_length) - 1
        body = at + kind_length + length_length
        if at == 0 and kind != 0x1A45DFA3:
            raise damaged()
        if kind not in (0x1A45DFA3, 0x18538067, 0xEC):
            raise disguised()
        seen_segment |= kind == 0x18538067
        at = size if unknown else body + length
        if at > size:
            raise damaged()
    if not seen_segment:
        raise damaged()
    stream.seek(0)
    audio_only = b"A_" in (start := stream.read(65536)) and b"V_" not in start
    return RecordingFormat(".webm", "audio/webm" if audio_only else "video/webm")


MP3_BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
MP3_FRAMES_TO_SEE = 4


def _mp3(stream: IO[bytes], size: int, head: bytes) -> RecordingFormat:
    """After the tag, several sound frames in a row; a tag in front of anything else is no music."""
    at = 0
    if head[:3] == b"ID3":
        at = 10 + sum((head[6 + i] & 0x7F) << (21 - 7 * i) for i in range(4))
        at += 10 if head[5] & 0x10 else 0
    stream.seek(at)
    padding = stream.read(4096)
    at += len(padding) - len(padding.lstrip(b"\x00"))
    for _frame in range(MP3_FRAMES_TO_SEE):
        stream.seek(at)
        header = stream.read(4)
        if len(header) < 4:
            raise damaged()
        at += _mp3_frame_length(header)
    if at > size:
        raise damaged()
    return RecordingFormat(".mp3", "audio/mpeg")


def _mp3_frame_length(header: bytes) -> int:
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    in_step = header[0] == 0xFF and header[1] & 0xE0 == 0xE0 and version != 1 and layer == 1
    if not in_step or not 0 < bitrate < 15 or rate == 3:
        raise not_a_recording()
    kilobits = MP3_BITRATES[1 if version == 3 else 2][bitrate]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // MP3_RATES[version][rate] + (header[2] >> 1 & 1)


def _ogg(stream: IO[bytes], size: int) -> RecordingFormat:
    at, first = 0, b""
    while at < size:
        stream.seek(at)
        header = stream.read(27)
        if header[:4] != b"OggS":
            raise damaged() if at + 27 > size else disguised()
        lacing = stream.read(header[26])
        first = first or stream.read(8)
        at += 27 + header[26] + sum(lacing)
    if at != size:
        raise damaged()
    if not first.startswith((b"OpusHead", b"\x01vorbis"[:7], b"\x7fFLAC", b"Speex")):
        raise not_a_recording()
    return RecordingFormat(".ogg", "audio/ogg")


def _wav(size: int, head: bytes) -> RecordingFormat:
    declared = struct.unpack_from("<I", head, 4)[0] + 8
    if declared > size + 1:
        raise damaged()
    if declared + 1 < size:
        raise disguised()
    return RecordingFormat(".wav", "audio/wav")


def _flac(stream: IO[bytes], size: int) -> RecordingFormat:
    at, last = 4, False
    while not last:
        stream.seek(at)
        header = stream.read(4)
        last = bool(header[0] & 0x80)
        at += 4 + int.from_bytes(header[1:4], "big")
    stream.seek(at)
    sync = stream.read(2)
    if at >= size or sync[0] != 0xFF or sync[1] & 0xFC != 0xF8:
        raise damaged()
    return RecordingFormat(".flac", "audio/flac")
