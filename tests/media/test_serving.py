"""Serving, from the attacker's side: who gets which file, and what a browser may do with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from media.enums import Access, Consent, Licence
from media.models import HeritageImage, PicturePerson, Recording
from media.sizes import variant_url
from tests.factories.media import (
    make_document,
    make_picture,
    make_public,
    make_recording,
    pdf_bytes,
    upload,
    wav_bytes,
)
from tests.media.conftest import ClientFor

pytestmark = pytest.mark.django_db

OUTSIDERS = ("nobody", "visitor", "dismissed")
STAFF = (ROLE_EDITOR, ROLE_REVIEWER, ROLE_ADMINISTRATOR)


def addresses(access: str) -> dict[str, str]:
    """Every kind of address a file can be asked for at."""
    picture = make_picture(access=access)
    rendition = picture.get_rendition("width-320|format-webp")
    return {
        "picture": picture.file.url,
        "rendition": rendition.url,
        "variant": variant_url(picture.file.name, "card", 320, "avif"),
        "recording": make_recording(access=access).url,
        "document": make_document(access=access).url,
    }


KINDS = ("picture", "rendition", "variant", "recording", "document")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_internal_files_do_not_exist_for_outsiders(client_for: ClientFor, who: str) -> None:
    client = client_for(who)
    for kind, url in addresses(Access.INTERNAL).items():
        assert client.get(url).status_code == 404, kind
        assert client.head(url).status_code == 404, kind
        assert client.get(url, headers={"range": "bytes=0-9"}).status_code == 404, kind
        assert client.get(url, headers={"if-none-match": "*"}).status_code == 404, kind


@pytest.mark.parametrize("who", STAFF)
def test_staff_read_internal_files_and_no_cache_keeps_them(client_for: ClientFor, who: str) -> None:
    client = client_for(who)
    for kind, url in addresses(Access.INTERNAL).items():
        response = client.get(url)
        assert response.status_code == 200, kind
        assert response["Cache-Control"] == "private, no-store", kind


@pytest.mark.parametrize("who", OUTSIDERS)
def test_public_files_are_for_all_but_protected_originals_are_not(
    client_for: ClientFor, who: str
) -> None:
    client = client_for(who)
    urls = addresses(Access.PUBLIC)
    for kind in ("rendition", "variant", "recording", "document"):
        assert client.get(urls[kind]).status_code == 200, kind
    assert client.get(urls["picture"]).status_code == 404


def test_the_original_may_be_taken_where_the_licence_says_so(client: Client) -> None:
    picture = make_public(make_picture, licence=Licence.CC_BY)
    response = client.get(picture.file.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == picture.file.open().read()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_files_are_only_read(client: Client, method: str) -> None:
    picture = make_public(make_picture, licence=Licence.CC_BY)
    assert getattr(client, method)(picture.file.url).status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "../../manage.py",
        "pictures/../../heritage.sqlite3",
        "pictures/..%2f..%2fmanage.py",
        "pictures/%2e%2e/%2e%2e/manage.py",
        "pictures//etc/passwd",
        "/etc/passwd",
        "pictures/....//....//manage.py",
        "pictures\\..\\..\\manage.py",
        "pictures/a.jpg%00.png",
        "pictures/",
        "pictures",
        "",
        "uploaded_files/raw.jpg",
        "sized/card-320.avif/../../manage.py",
        "sized/card-320.avif/pictures/%00",
        "pictures/" + "a" * 5000,
    ],
)
@pytest.mark.parametrize("who", ["nobody", ROLE_ADMINISTRATOR])
def test_no_path_leads_out_of_the_stored_files(
    client_for: ClientFor, settings: Any, who: str, name: str
) -> None:
    (settings.PRIVATE_MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    (settings.PRIVATE_MEDIA_ROOT / "manage.py").write_text("secret")
    assert client_for(who).get("/files/" + name).status_code in {404, 301}
    followed = client_for("visitor").get("/files/" + name, follow=True)
    assert followed.status_code == 404


def test_a_file_on_the_disk_without_a_record_is_not_served(
    client_for: ClientFor, settings: Any
) -> None:
    folder = settings.PRIVATE_MEDIA_ROOT / "pictures"
    folder.mkdir(parents=True)
    (folder / "stray.jpg").write_bytes(b"stray")
    assert client_for(ROLE_ADMINISTRATOR).get("/files/pictures/stray.jpg").status_code == 404


def test_a_picture_is_not_found_under_another_kind(client: Client) -> None:
    picture = make_public(make_picture, licence=Licence.CC_BY)
    name = picture.file.name.partition("/")[2]
    for folder in ("documents", "recordings", "renditions", "avatar_images"):
        assert client.get(f"/files/{folder}/{name}").status_code == 404


def test_names_cannot_be_guessed() -> None:
    names = {make_picture().file.name for _ in range(5)}
    assert len(names) == 5
    assert all(len(name.removeprefix("pictures/").removesuffix(".jpg")) == 24 for name in names)


@pytest.mark.parametrize(
    "variant",
    [
        "card-321.avif",
        "card-9999.avif",
        "card-320.svg",
        "card-320.png",
        "evil-320.avif",
        "card-0320.avif",
        "card-320|jpegquality-1.avif",
        "original.avif",
    ],
)
def test_only_the_sizes_on_offer_are_made(client: Client, variant: str) -> None:
    picture = make_public(make_picture)
    assert client.get(f"/files/sized/{variant}/{picture.file.name}").status_code == 404
    assert picture.renditions.count() == 0


def test_an_outsider_cannot_make_sizes_of_an_internal_picture(client: Client) -> None:
    picture = make_picture()
    client.get(variant_url(picture.file.name, "card", 320, "avif"))
    assert picture.renditions.count() == 0


# --- what changes takes effect at once ------------------------------------------------------


def test_withdrawing_a_picture_takes_back_every_size_of_it(client: Client) -> None:
    picture = make_public(make_picture)
    urls = [
        picture.get_rendition("width-320|format-webp").url,
        variant_url(picture.file.name, "whole", 320, "webp"),
    ]
    assert [client.get(url).status_code for url in urls] == [200, 200]
    picture.access = Access.INTERNAL
    picture.save()
    assert [client.get(url).status_code for url in urls] == [404, 404]


def test_consent_that_was_never_given_counts_even_when_a_writer_forgot_to_ask(
    client: Client,
) -> None:
    picture = make_public(make_picture)
    url = variant_url(picture.file.name, "whole", 320, "webp")
    PicturePerson.objects.bulk_create(
        [PicturePerson(picture=picture, name="王五", consent=Consent.UNKNOWN)]
    )
    assert client.get(url).status_code == 404


def test_a_restricted_collection_closes_what_is_in_it_and_below(client: Client) -> None:
    above = Collection.get_first_root_node().add_child(name="未公开资料")
    below = above.add_child(name="2026年")
    picture = make_public(make_picture, collection=below)
    document = make_public(make_document, collection=below)
    urls = [variant_url(picture.file.name, "whole", 320, "webp"), document.url]
    assert [client.get(url).status_code for url in urls] == [200, 200]
    CollectionViewRestriction.objects.create(
        collection=above, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert [client.get(url).status_code for url in urls] == [404, 404]


def test_rights_that_became_unclear_close_a_file_at_once(client: Client) -> None:
    recording = make_public(make_recording)
    assert client.get(recording.url).status_code == 200
    recording.access, recording.licence = Access.INTERNAL, Licence.UNCLEAR
    recording.save()
    assert client.get(recording.url).status_code == 404


def test_staff_without_rights_on_files_read_none(client_for: ClientFor) -> None:
    from django.contrib.auth.models import Group

    from accounts.domain.roles import grant

    grant("只看后台", ["wagtailadmin.access_admin"])
    assert Group.objects.filter(name="只看后台").exists()
    client = client_for("只看后台")
    for kind, url in addresses(Access.INTERNAL).items():
        assert client.get(url).status_code == 404, kind


# --- what a browser is told -----------------------------------------------------------------


def test_nothing_served_can_run(client: Client) -> None:
    for kind, url in addresses(Access.PUBLIC).items():
        response = client.get(url)
        if kind == "picture":
            continue
        assert response["X-Content-Type-Options"] == "nosniff", kind
        assert response["Content-Security-Policy"].startswith("default-src 'none'"), kind
        assert response["Content-Disposition"].startswith("inline"), kind
        assert "html" not in response["Content-Type"]
        assert "svg" not in response["Content-Type"]


@pytest.mark.parametrize(
    ("content", "name"), [("普通文字".encode(), "说明.txt"), (b"a,b\n1,2\n", "表.html")]
)
def test_text_is_saved_not_shown(client: Client, content: bytes, name: str) -> None:
    document = make_public(make_document, file=upload(content, name))
    response = client.get(document.url)
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_hostile_name_stays_inside_its_header(client: Client) -> None:
    document = make_public(
        make_document, file=upload(pdf_bytes(), 'x"; filename=evil.html\r\nSet-Cookie: a=b.pdf')
    )
    response = client.get(document.url)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "\n" not in response["Content-Disposition"]


def test_a_part_of_a_recording(client: Client) -> None:
    recording = make_public(make_recording)
    whole = wav_bytes()

    def part(header: str) -> Any:
        return client.get(recording.url, headers={"range": header})

    first = part("bytes=0-9")
    assert (first.status_code, b"".join(first.streaming_content)) == (206, whole[:10])
    assert first["Content-Range"] == f"bytes 0-9/{len(whole)}"
    assert b"".join(part("bytes=-5").streaming_content) == whole[-5:]
    assert b"".join(part("bytes=20-").streaming_content) == whole[20:]
    assert b"".join(part("bytes=20-99999999").streaming_content) == whole[20:]
    assert part(f"bytes={len(whole)}-").status_code == 416
    for nonsense in ("bytes=9-2", "bytes=-0"):
        assert part(nonsense).status_code == 416
    for ignored in ("bytes=-", "lines=1-2", "bytes=1-2,5-6", "bytes=" + "9" * 40 + "-"):
        assert part(ignored).status_code == 200
    assert first["Accept-Ranges"] == "bytes"


def test_a_browser_that_has_it_gets_no_second_copy(client: Client) -> None:
    recording = make_public(make_recording)
    etag = client.get(recording.url)["ETag"]
    response = client.get(recording.url, headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_proxy_may_send_what_was_allowed_and_only_that(client: Client, settings: Any) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/_private/"
    shown, hidden = make_public(make_recording), make_recording()
    response = client.get(shown.url)
    assert response["X-Accel-Redirect"] == f"/_private/{shown.file.name}"
    assert response.content == b""
    assert response["X-Content-Type-Options"] == "nosniff"
    refused = client.get(hidden.url)
    assert refused.status_code == 404
    assert "X-Accel-Redirect" not in refused


def test_a_public_file_costs_one_query_and_opens_no_session(client: Client) -> None:
    recording = make_public(make_recording)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(recording.url)
    assert response.status_code == 200
    assert len(queries) == 1
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=3600"


def test_a_file_that_is_gone_from_the_disk_is_not_found(client: Client) -> None:
    recording = make_public(make_recording)
    recording.file.storage.delete(recording.file.name)
    assert client.get(recording.url).status_code == 404


def test_avatars_are_for_staff(client_for: ClientFor) -> None:
    from tests.factories.media import picture_bytes

    default_storage.save("avatar_images/me.png", ContentFile(picture_bytes("PNG")))
    default_storage.save("avatar_images/me.html", ContentFile(b"<script>"))
    assert client_for("nobody").get("/files/avatar_images/me.png").status_code == 404
    staff = client_for(ROLE_EDITOR)
    assert staff.get("/files/avatar_images/me.png").status_code == 200
    assert staff.get("/files/avatar_images/me.html").status_code == 404


def test_wagtails_own_addresses_for_files_are_not_there(client: Client) -> None:
    document = make_document()
    assert client.get(f"/documents/{document.pk}/{document.filename}").status_code == 404
    assert "documents/" in document.url
    for name in ("wagtaildocs_serve", "wagtailimages_serve"):
        with pytest.raises(Exception, match="not a valid view function"):
            reverse(name, args=(1, "x"))


def test_nothing_of_ours_lies_in_the_folder_that_servers_map(settings: Any) -> None:
    make_public(make_picture).get_rendition("width-320")
    make_public(make_recording)
    make_public(make_document)
    assert not settings.MEDIA_ROOT.exists() or not list(settings.MEDIA_ROOT.rglob("*.*"))
    assert HeritageImage.objects.count() == Recording.objects.count() == 1
