"""What 编辑, 审核 and 管理 may do with the registry, and the moderation its records go through."""

from django.db import migrations

from accounts.domain.roles import grant, permission_row
from accounts.enums import ROLE_ADMINISTRATOR, ROLE_REVIEWER
from registry.rules import RECORDS, ROLE_PERMISSIONS

WORKFLOW = "内容审核"
TASK = "审核并公开"
# Changing the moderation itself is the administrators' as well.
MODERATION = [
    f"wagtailcore.{action}_{model}"
    for model in ("workflow", "task")
    for action in ("add", "change", "delete")
]

# The group form labels its boxes with these names, which Wagtail writes in English.
PAGE_PERMISSIONS = {
    "add_page": "可以新增和编辑自己的页面",
    "change_page": "可以编辑任何页面",
    "publish_page": "可以公开任何页面",
    "bulk_delete_page": "可以连同下级页面一起删除",
    "lock_page": "可以锁定页面，并解锁自己锁定的页面",
    "unlock_page": "可以解锁任何页面",
}


def name_in_chinese(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects
    for codename, name in PAGE_PERMISSIONS.items():
        permissions.filter(content_type__app_label="wagtailcore", codename=codename).update(
            name=name
        )
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(depth=1, title="Root").update(title="全部页面", draft_title="全部页面")


def grant_registry(apps, schema_editor):
    reading = permission_row("registry.read_personaldetails", apps=apps)
    reading.name = "可以查看敏感个人信息"
    reading.save()
    for role, permissions in ROLE_PERMISSIONS.items():
        grant(role, [f"registry.{name}" for name in sorted(permissions)], apps=apps)
    grant(ROLE_ADMINISTRATOR, MODERATION, apps=apps)


def make_moderation(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = content_types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name=TASK, content_type=task_type, active=True
    )
    groups = apps.get_model("auth", "Group").objects
    task.groups.set(groups.filter(name__in=[ROLE_REVIEWER, ROLE_ADMINISTRATOR]))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    assignments = apps.get_model("wagtailcore", "WorkflowContentType").objects
    for model in RECORDS:
        content_type, _ = content_types.get_or_create(app_label="registry", model=model)
        assignments.get_or_create(content_type=content_type, defaults={"workflow": workflow})


def unmake_moderation(apps, schema_editor):
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(
        workflow__name=WORKFLOW
    ).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).update(active=False)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_bulk_runs"),
        ("accounts", "0002_roles"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunPython(grant_registry, migrations.RunPython.noop),
        migrations.RunPython(name_in_chinese, migrations.RunPython.noop),
        migrations.RunPython(make_moderation, unmake_moderation),
    ]
