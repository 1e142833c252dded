"""Turn the page that Wagtail creates as the site's root into the home page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations

TEXTS = {
    "line": "百工千艺，生生不息",
    "lead": "戏曲与曲艺、手艺与节令，一条海河滋养出来的本领，都记在这里：谁在做，怎么做，到哪里看，怎样学。",
    "words": "剪纸、相声、评剧、风筝、面塑",
}


def create_home(apps: Any, schema_editor: Any) -> None:
    """The same row stays, with its place in the tree and the rights that hang on it."""
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    HomePage = apps.get_model("pages.HomePage")
    if HomePage.objects.exists():
        return
    content_types = apps.get_model("contenttypes.ContentType").objects
    home_type, _ = content_types.get_or_create(app_label="pages", model="homepage")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or site.root_page.content_type.model != "page" or site.root_page.depth != 2:
        return  # someone has already built a tree of their own
    page: Any = Page.objects.get(pk=site.root_page_id)
    home = HomePage(page_ptr_id=page.pk, **TEXTS)
    for field in Page._meta.concrete_fields:
        setattr(home, field.attname, getattr(page, field.attname))
    home.title = home.draft_title = settings.SITE_NAME
    home.content_type_id = home_type.pk
    home.save()
    site.site_name = settings.SITE_NAME
    site.save()


def remove_home(apps: Any, schema_editor: Any) -> None:
    """Leave a bare page behind, so that the tree and the site stay whole."""
    page_type = apps.get_model("contenttypes.ContentType").objects.get(
        app_label="wagtailcore", model="page"
    )
    for home in apps.get_model("pages.HomePage").objects.all():
        apps.get_model("wagtailcore.Page").objects.filter(pk=home.pk).update(content_type=page_type)
        home.delete(keep_parents=True)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_home, remove_home)]
