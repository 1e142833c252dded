"""Recordings: judged by structure, whole, without the place where they were made."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from media.domain import checks
from media.domain.refusals import Refused
from tests.factories.media import box, make_recording, mp4_bytes, picture_bytes, upload, wav_bytes

LOCATION = b"+39.1234+117.2345/"


def located_film() -> bytes:
    return mp4_bytes(telling=box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7", LOCATION)))


def mp3_bytes(frames: int = 8) -> bytes:
    """Frames of 128 kbit/s at 44.1 kHz, 417 bytes each, behind an empty tag."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + frame * frames


def ogg_bytes() -> bytes:
    page = b"OggS\x00\x02" + bytes(20) + b"\x01\x10"
    return page + b"OpusHead" + bytes(8) + page + bytes(16)


def flac_bytes() -> bytes:
    return b"fLaC" + b"\x80\x00\x00\x22" + bytes(34) + b"\xff\xf8" + bytes(60)


def webm_bytes() -> bytes:
    header = b"\x42\x82\x84webm"
    ebml = b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(header)]) + header
    segment = b"\x18\x53\x80\x67" + bytes([0x80 | 20]) + b"V_VP9" + bytes(15)
    return ebml + segment


WHOLE = {
    "wav": (wav_bytes, ".wav", "audio/wav"),
    "mp3": (mp3_bytes, ".mp3", "audio/mpeg"),
    "ogg": (ogg_bytes, ".ogg", "audio/ogg"),
    "flac": (flac_bytes, ".flac", "audio/flac"),
    "webm": (webm_bytes, ".webm", "video/webm"),
    "mp4": (mp4_bytes, ".mp4", "video/mp4"),
}


def refusal(content: bytes, name: str = "录像.mp4") -> Refused:
    with pytest.raises(Refused) as caught:
        checks.check_recording(upload(content, name))
    return caught.value


@pytest.mark.parametrize("kind", WHOLE)
def test_what_browsers_play_is_recognised_whatever_its_name(kind: str) -> None:
    make, extension, media_type = WHOLE[kind]
    admitted = checks.check_recording(upload(make(), "无后缀"))
    assert (admitted.extension, admitted.media_type) == (extension, media_type)
    assert admitted.content.read() == make()


def test_the_place_in_a_film_is_blanked_and_nothing_moves() -> None:
    before = located_film()
    after = checks.check_recording(upload(before)).content.read()
    assert LOCATION in before
    assert LOCATION not in after
    assert len(after) == len(before)
    assert after.index(b"mdat") == before.index(b"mdat")


def test_the_file_that_was_handed_in_is_not_changed(tmp_path: Any) -> None:
    sent = TemporaryUploadedFile("录像.mp4", "video/mp4", len(located_film()), None)
    sent.write(located_film())
    checks.check_recording(sent)
    sent.seek(0)
    assert sent.read() == located_film()


def test_a_track_of_positions_is_refused_with_a_remedy() -> None:
    error = refusal(mp4_bytes(sample_format=b"gpmd"))
    assert error.code == "position_track"
    assert "重新导出" in error.messages[0]


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b"#!/bin/sh\nrm -rf /\n",
        picture_bytes("JPEG"),
        b"ID3\x04\x00\x00\x00\x00\x00\x00<script>alert(1)</script>" + bytes(500),
        box(b"ftyp", b"heic", bytes(4), b"heic") + box(b"mdat", bytes(9)),
        box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + box(b"moov") + box(b"mdat"),
        b"FLV\x01\x05" + bytes(100),
        b"RIFF" + struct.pack("<I", 100) + b"AVI " + bytes(92),
    ],
)
def test_what_is_no_recording_is_refused_under_any_name(content: bytes) -> None:
    assert refusal(content).code == "not_a_recording"


@pytest.mark.parametrize("kind", ["wav", "ogg", "mp4", "webm"])
def test_a_file_cut_short_is_refused(kind: str) -> None:
    content = WHOLE[kind][0]()
    assert refusal(content[:-5]).code == "damaged"


def test_a_film_without_pictures_or_index_is_refused() -> None:
    assert refusal(box(b"ftyp", b"isom", bytes(4), b"isom")).code == "damaged"


@pytest.mark.parametrize("kind", ["wav", "ogg", "webm", "mp4"])
def test_a_second_file_behind_the_recording_is_refused(kind: str) -> None:
    content = WHOLE[kind][0]() + b"PK\x03\x04" + b"\x00\x01\x02<script>" * 9
    assert refusal(content).code in {"disguised", "damaged"}


def test_empty_and_too_large(settings: Any) -> None:
    assert refusal(b"").code == "empty"
    settings.MEDIA_RECORDING_MAX_BYTES = 1000
    assert refusal(wav_bytes(1)).code == "too_large"


@pytest.mark.django_db
def test_the_kind_follows_from_the_content() -> None:
    assert make_recording().kind == "audio"
    assert make_recording(mp4_bytes()).kind == "video"


@pytest.mark.django_db
def test_a_deleted_recording_takes_its_file_with_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    recording = make_recording()
    storage, name = recording.file.storage, recording.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        recording.delete()
    assert not storage.exists(name)
