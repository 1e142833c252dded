"""The roles 编辑, 审核 and 管理, and what each may do with files, pages and accounts.

What they may do with records is granted by the registry's own migration.
"""

from django.db import migrations

from accounts.domain.roles import create_roles, grant, grant_in_collections, grant_on_pages
from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER

FILES = [
    f"{app}.{action}_{model}"
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for action in ("add", "change", "choose")
]
DELETE_FILES = ["wagtailimages.delete_image", "wagtaildocs.delete_document"]
RECORDINGS = [f"media.{action}_recording" for action in ("add", "change", "view")]
COLLECTIONS = [f"wagtailcore.{action}_collection" for action in ("add", "change", "delete")]
ACCOUNTS = [
    *(f"accounts.{action}_user" for action in ("add", "change", "delete")),
    *(f"auth.{action}_group" for action in ("add", "change", "delete")),
]


def make_roles(apps, schema_editor):
    create_roles(apps)
    for role in (ROLE_EDITOR, ROLE_REVIEWER, ROLE_ADMINISTRATOR):
        grant_in_collections(role, FILES, apps=apps)
        grant(role, RECORDINGS, apps=apps)
    grant_on_pages(ROLE_EDITOR, ["add_page", "change_page"], apps=apps)
    grant_on_pages(ROLE_REVIEWER, ["add_page", "change_page", "publish_page"], apps=apps)
    grant_on_pages(
        ROLE_ADMINISTRATOR,
        ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"],
        apps=apps,
    )
    grant_in_collections(ROLE_ADMINISTRATOR, [*DELETE_FILES, *COLLECTIONS], apps=apps)
    grant(ROLE_ADMINISTRATOR, ["media.delete_recording", *ACCOUNTS], apps=apps)


def replace_english_defaults(apps, schema_editor):
    """Wagtail's own groups and workflow have English names; ours take their place.

    A group that somebody is already in is left as it is.
    """
    Group = apps.get_model("auth", "Group")
    reviewers = Group.objects.get(name=ROLE_REVIEWER)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(
        name="Moderators approval"
    ):
        task.name = "审核"
        task.save()
        task.groups.set([reviewers])
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").update(
        name="发布前审核"
    )
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
    # The collection that Wagtail makes on installation.
    apps.get_model("wagtailcore", "Collection").objects.filter(name="Root", depth=1).update(
        name="全部文件"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("media", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(replace_english_defaults, migrations.RunPython.noop),
    ]
