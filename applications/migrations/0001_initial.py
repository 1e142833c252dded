import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import accounts.models.encryption
import applications.models.cases


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_people_and_units"),
        ("accounts", "__first__"),
        ("media", "0002_private_files"),
        ("registry", "0005_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("group", "代表性传承团体"),
                            ("workshop", "非遗工坊"),
                            ("base", "传习基地"),
                        ],
                        max_length=12,
                        verbose_name="申报类型",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="说明")),
            ],
            options={
                "verbose_name": "申报表模板",
                "verbose_name_plural": "申报表模板",
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=applications.models.cases.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("group", "代表性传承团体"),
                            ("workshop", "非遗工坊"),
                            ("base", "传习基地"),
                        ],
                        max_length=12,
                        verbose_name="申报类型",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("guided", "指导中"),
                            ("submitted", "已提交"),
                            ("accepted", "已受理"),
                            ("not-accepted", "不予受理"),
                            ("correcting", "待补正"),
                            ("lapsed", "逾期终止"),
                            ("expert-review", "专家评审"),
                            ("committee", "委员会审议"),
                            ("not-passed", "未通过"),
                            ("on-notice", "公示中"),
                            ("reporting", "报批"),
                            ("promulgated", "已公布"),
                            ("withdrawn", "已撤回"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "state_since",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="进入此状态的时间"
                    ),
                ),
                (
                    "came_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("guided", "指导中"),
                            ("submitted", "已提交"),
                            ("accepted", "已受理"),
                            ("not-accepted", "不予受理"),
                            ("correcting", "待补正"),
                            ("lapsed", "逾期终止"),
                            ("expert-review", "专家评审"),
                            ("committee", "委员会审议"),
                            ("not-passed", "未通过"),
                            ("on-notice", "公示中"),
                            ("reporting", "报批"),
                            ("promulgated", "已公布"),
                            ("withdrawn", "已撤回"),
                        ],
                        editable=False,
                        max_length=16,
                        verbose_name="之前的状态",
                    ),
                ),
                (
                    "applicant_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="申报人姓名或单位名称"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=20,
                        null=True,
                        unique=True,
                        verbose_name="受理编号",
                    ),
                ),
                (
                    "query_code",
                    accounts.models.encryption.EncryptedTextField(
                        blank=True, editable=False, verbose_name="查询码"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="首次提交时间"),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, db_index=True, null=True, verbose_name="办理期限"),
                ),
                ("corrections_used", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更改时间")),
                ("events_written", models.PositiveIntegerField(default=0, editable=False)),
                ("log_head", models.CharField(blank=True, editable=False, max_length=64)),
                ("record_kind", models.CharField(blank=True, editable=False, max_length=12)),
                ("record_id", models.BigIntegerField(blank=True, editable=False, null=True)),
                (
                    "sample_data",
                    models.BooleanField(default=False, editable=False, verbose_name="示例数据"),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        blank=True,
                        help_text="代办且当事人没有账号时为空",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申报人",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.category",
                        verbose_name="类别",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="在窗口代为填写的工作人员",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代办人",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="指导员",
                    ),
                ),
                (
                    "listed_project",
                    models.ForeignKey(
                        blank=True,
                        help_text="扩展项目所属的项目，或传承人所传承的项目",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.heritageproject",
                        verbose_name="名录中的项目",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="accounts.organisation",
                        verbose_name="申报单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "申报",
                "verbose_name_plural": "申报",
                "ordering": ["-submitted_at", "-pk"],
                "permissions": [
                    ("guide_case", "可以指导申报"),
                    ("accept_case", "可以受理申报、要求补正"),
                    ("file_case", "可以代为申报"),
                    ("review_case", "可以组织评审"),
                    ("publish_notice", "可以发布公示"),
                    ("promulgate_case", "可以登记公布"),
                    ("reopen_case", "可以重新办理已办结的申报"),
                    ("handle_objection", "可以处理异议"),
                    ("configure_round", "可以设置申报批次"),
                ],
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["state", "due_on"], name="case_by_state_and_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "guided", "withdrawn"]),
                            models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_submitted_has_its_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applicant__isnull", False),
                            ("filed_by__isnull", False),
                            _connector="OR",
                        ),
                        name="case_has_somebody_behind_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "promulgated"), _negated=True),
                            ("record_id__isnull", False),
                            _connector="OR",
                        ),
                        name="case_promulgated_has_its_record",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("material", models.SlugField(max_length=40)),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachment",
                        to="media.privatefile",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="applications.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommitteeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("met_on", models.DateField(verbose_name="会议日期")),
                ("votes_for", models.PositiveSmallIntegerField(verbose_name="同意")),
                ("votes_against", models.PositiveSmallIntegerField(verbose_name="不同意")),
                ("abstentions", models.PositiveSmallIntegerField(verbose_name="弃权")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("notice", "同意，进入公示"),
                            ("reject", "不通过"),
                            ("return", "退回专家再评"),
                        ],
                        max_length=8,
                        verbose_name="决定",
                    ),
                ),
                ("minutes", models.TextField(verbose_name="会议纪要")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="applications.case",
                    ),
                ),
                (
                    "minutes_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.privatefile",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "委员会决定",
                "verbose_name_plural": "委员会决定",
                "ordering": ["case", "recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几次")),
                (
                    "returns_to",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("guided", "指导中"),
                            ("submitted", "已提交"),
                            ("accepted", "已受理"),
                            ("not-accepted", "不予受理"),
                            ("correcting", "待补正"),
                            ("lapsed", "逾期终止"),
                            ("expert-review", "专家评审"),
                            ("committee", "委员会审议"),
                            ("not-passed", "未通过"),
                            ("on-notice", "公示中"),
                            ("reporting", "报批"),
                            ("promulgated", "已公布"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=16,
                    ),
                ),
                ("due_on", models.DateField(verbose_name="补正期限")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="applications.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "补正",
                "verbose_name_plural": "补正",
                "ordering": ["case", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="correction_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("case",),
                        name="correction_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item_type",
                    models.CharField(
                        choices=[("question", "问题"), ("material", "材料"), ("whole", "全部")],
                        max_length=10,
                    ),
                ),
                ("item", models.SlugField(max_length=40)),
                ("defect", models.TextField(max_length=1000, verbose_name="需要补正的内容")),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="applications.correction",
                    ),
                ),
            ],
            options={
                "verbose_name": "补正事项",
                "verbose_name_plural": "补正事项",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("correction", "item_type", "item"), name="correction_item_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("content", models.JSONField()),
                ("sealed", accounts.models.encryption.EncryptedTextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="提交时间"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_versions",
                        to="applications.case",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
            ],
            options={
                "verbose_name": "申报书版本",
                "verbose_name_plural": "申报书版本",
                "ordering": ["case", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="dossier_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间"),
                ),
                ("actor_name", models.CharField(max_length=150, verbose_name="办理人")),
                ("step", models.CharField(max_length=32, verbose_name="步骤")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("guided", "指导中"),
                            ("submitted", "已提交"),
                            ("accepted", "已受理"),
                            ("not-accepted", "不予受理"),
                            ("correcting", "待补正"),
                            ("lapsed", "逾期终止"),
                            ("expert-review", "专家评审"),
                            ("committee", "委员会审议"),
                            ("not-passed", "未通过"),
                            ("on-notice", "公示中"),
                            ("reporting", "报批"),
                            ("promulgated", "已公布"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("guided", "指导中"),
                            ("submitted", "已提交"),
                            ("accepted", "已受理"),
                            ("not-accepted", "不予受理"),
                            ("correcting", "待补正"),
                            ("lapsed", "逾期终止"),
                            ("expert-review", "专家评审"),
                            ("committee", "委员会审议"),
                            ("not-passed", "未通过"),
                            ("on-notice", "公示中"),
                            ("reporting", "报批"),
                            ("promulgated", "已公布"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("data", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="applications.case",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="applications.dossierversion",
                        verbose_name="版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理记录",
                "verbose_name_plural": "办理记录",
                "ordering": ["case", "sequence"],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "sequence"), name="case_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="EditingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=12)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editing_sessions",
                        to="applications.case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "正在填写",
                "verbose_name_plural": "正在填写",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "section", "user"), name="editing_session_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("unit", models.CharField(blank=True, max_length=120, verbose_name="工作单位")),
                ("position", models.CharField(blank=True, max_length=80, verbose_name="职称职务")),
                ("term_from", models.DateField(verbose_name="聘期自")),
                ("term_to", models.DateField(verbose_name="聘期至")),
                ("active", models.BooleanField(default=True, verbose_name="可以邀请")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="专家所在单位也是申报单位时选择，用来回避",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="experts",
                        to="accounts.organisation",
                        verbose_name="所属申报单位",
                    ),
                ),
                (
                    "specialties",
                    models.ManyToManyField(
                        blank=True,
                        related_name="experts",
                        to="registry.category",
                        verbose_name="专长类别",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "专家",
                "verbose_name_plural": "专家",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("term_to__gte", models.F("term_from"))),
                        name="expert_term_in_order",
                        violation_error_message="聘期的结束不能早于开始。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GuidanceMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item_type",
                    models.CharField(
                        choices=[("question", "问题"), ("material", "材料"), ("whole", "全部")],
                        default="whole",
                        max_length=10,
                    ),
                ),
                ("item", models.SlugField(blank=True, max_length=40)),
                ("text", models.TextField(max_length=2000, verbose_name="内容")),
                ("from_staff", models.BooleanField(default=False)),
                ("author_name", models.CharField(max_length=150)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered", models.BooleanField(default=False, verbose_name="已答复")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guidance_messages",
                        to="applications.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "咨询",
                "verbose_name_plural": "咨询",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GuidanceSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="开始")),
                ("ends_at", models.DateTimeField(verbose_name="结束")),
                ("place", models.CharField(max_length=120, verbose_name="地点或方式")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance_slots",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "指导时段",
                "verbose_name_plural": "指导时段",
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="slot_ends_after_it_starts",
                        violation_error_message="结束时间要晚于开始时间。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("guide", "starts_at"),
                        name="slot_once",
                        violation_error_message="这个时间已经安排了指导时段。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuidanceAppointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("booked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("topic", models.CharField(blank=True, max_length=300, verbose_name="想咨询什么")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "已预约"),
                            ("cancelled", "已取消"),
                            ("held", "已完成"),
                            ("missed", "未到"),
                        ],
                        default="booked",
                        max_length=10,
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="指导情况")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "booked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
                        to="applications.case",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="applications.guidanceslot",
                    ),
                ),
            ],
            options={
                "verbose_name": "指导预约",
                "verbose_name_plural": "指导预约",
                "ordering": ["slot__starts_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("slot",),
                        name="slot_taken_once",
                        violation_error_message="这个时段刚刚被别人约走了，请另选一个。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "letter",
                    models.CharField(
                        choices=[
                            ("receipt", "提交回执"),
                            ("acceptance", "受理通知书"),
                            ("refusal", "不予受理通知书"),
                            ("correction", "一次性补正通知书"),
                            ("lapse", "逾期终止通知书"),
                            ("not-passed", "未通过通知书"),
                            ("notice", "公示通知"),
                            ("promulgation", "公布通知"),
                            ("withdrawal", "撤回确认"),
                            ("guidance", "指导意见"),
                            ("reminder", "到期提醒"),
                            ("reopened", "重新办理通知"),
                            ("progress", "进度通知"),
                        ],
                        max_length=16,
                        verbose_name="文书",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
                ("subject", models.CharField(max_length=120, verbose_name="标题")),
                ("body", models.TextField(verbose_name="正文")),
                (
                    "issued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="签发时间"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="applications.case",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "文书",
                "verbose_name_plural": "文书",
                "ordering": ["case", "issued_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="letter_number_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="标题")),
                ("text", models.TextField(verbose_name="正文")),
                ("objection_contact", models.TextField(verbose_name="异议受理方式")),
                ("first_day", models.DateField(blank=True, null=True, verbose_name="公示开始")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="公示结束")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "拟稿"), ("published", "公示"), ("closed", "已结束")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sample_data",
                    models.BooleanField(default=False, editable=False, verbose_name="示例数据"),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "公示",
                "verbose_name_plural": "公示",
                "ordering": ["-first_day", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(
                                ("first_day__isnull", False),
                                ("last_day__gte", models.F("first_day")),
                                ("last_day__isnull", False),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="notice_published_has_its_days",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeCandidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("unit", models.CharField(blank=True, max_length=120, verbose_name="申报人或单位")),
                ("text", models.TextField(verbose_name="简介")),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="applications.case",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="applications.notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示名单",
                "verbose_name_plural": "公示名单",
                "ordering": ["notice", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "case"), name="notice_candidate_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="更正内容")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="applications.notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "更正公告",
                "verbose_name_plural": "更正公告",
                "ordering": ["notice", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                ("query_code", accounts.models.encryption.EncryptedTextField()),
                (
                    "objector_name",
                    accounts.models.encryption.EncryptedTextField(verbose_name="姓名或单位"),
                ),
                (
                    "objector_contact",
                    accounts.models.encryption.EncryptedTextField(verbose_name="联系方式"),
                ),
                (
                    "original",
                    accounts.models.encryption.EncryptedTextField(verbose_name="异议内容"),
                ),
                ("redacted", models.TextField(blank=True, verbose_name="隐去身份的文本")),
                ("digest", models.CharField(max_length=64)),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="收到时间"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "已收到"),
                            ("inadmissible", "不予受理"),
                            ("investigating", "调查核实中"),
                            ("upheld", "成立"),
                            ("dismissed", "不成立"),
                            ("replied", "已答复"),
                        ],
                        default="received",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="核实结论")),
                ("upheld", models.BooleanField(blank=True, null=True, verbose_name="异议成立")),
                ("reply", models.TextField(blank=True, verbose_name="答复")),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="applications.noticecandidate",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
            ],
            options={
                "verbose_name": "异议",
                "verbose_name_plural": "异议",
                "ordering": ["-received_at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ObjectionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("actor_name", models.CharField(max_length=150)),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("received", "已收到"),
                            ("inadmissible", "不予受理"),
                            ("investigating", "调查核实中"),
                            ("upheld", "成立"),
                            ("dismissed", "不成立"),
                            ("replied", "已答复"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="applications.objection",
                    ),
                ),
            ],
            options={
                "verbose_name": "异议办理记录",
                "verbose_name_plural": "异议办理记录",
                "ordering": ["objection", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ObjectionEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.privatefile",
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="applications.objection",
                    ),
                ),
            ],
            options={
                "verbose_name": "异议证据",
                "verbose_name_plural": "异议证据",
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_on", models.DateField(verbose_name="评分期限")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="panels",
                        to="applications.case",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "专家组",
                "verbose_name_plural": "专家组",
                "ordering": ["case", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="panel_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("case",),
                        name="panel_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "已邀请，待声明"),
                            ("declared", "已声明无利害关系"),
                            ("recused", "回避"),
                            ("declined", "谢绝"),
                            ("scored", "已评分"),
                            ("replaced", "已更换"),
                        ],
                        default="invited",
                        max_length=10,
                    ),
                ),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("statement", models.TextField(blank=True, verbose_name="声明或理由")),
                ("in_favour", models.BooleanField(blank=True, null=True, verbose_name="同意推荐")),
                ("opinion", models.TextField(blank=True, verbose_name="总体意见")),
                ("scored_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_on", models.DateField(blank=True, null=True)),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="applications.expert",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="applications.panel",
                    ),
                ),
            ],
            options={
                "verbose_name": "专家组成员",
                "verbose_name_plural": "专家组成员",
                "ordering": ["panel", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("panel", "expert"), name="panel_member_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "scored"), _negated=True),
                            models.Q(("in_favour__isnull", False), ("scored_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="panel_member_scored_says_so",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivateReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader_name", models.CharField(max_length=150, verbose_name="查看人")),
                ("fields", models.CharField(max_length=300, verbose_name="内容")),
                ("reason", models.CharField(max_length=200, verbose_name="事由")),
                (
                    "read_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="private_readings",
                        to="applications.case",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "申报个人信息查看记录",
                "verbose_name_plural": "申报个人信息查看记录",
                "ordering": ["-read_at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item_type",
                    models.CharField(
                        choices=[("question", "问题"), ("material", "材料"), ("whole", "全部")],
                        max_length=10,
                    ),
                ),
                ("item", models.SlugField(blank=True, max_length=40)),
                ("text", models.TextField(max_length=2000, verbose_name="意见")),
                ("author_name", models.CharField(max_length=150)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="已处理")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="applications.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "指导意见",
                "verbose_name_plural": "指导意见",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReopeningRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(verbose_name="理由")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reopening_requests",
                        to="applications.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "重新办理申请",
                "verbose_name_plural": "重新办理申请",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("case",),
                        name="reopening_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__isnull", True),
                            models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="reopening_by_two_people",
                        violation_error_message="重新办理须由另一位管理员同意。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="如：河东区第九批区级非遗申报",
                        max_length=120,
                        verbose_name="名称",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "ordinal",
                    models.PositiveSmallIntegerField(
                        help_text="公布时列入名录的批次", verbose_name="第几批"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "国家级"), (2, "省级"), (3, "市级"), (4, "区县级")],
                        default=4,
                        verbose_name="级别",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="开始申报")),
                ("closes_at", models.DateTimeField(verbose_name="截止申报")),
                ("introduction", models.TextField(blank=True, verbose_name="申报须知")),
                (
                    "acceptance_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="受理期限",
                    ),
                ),
                (
                    "acceptance_unit",
                    models.CharField(
                        choices=[("calendar", "自然日"), ("working", "工作日")],
                        default="working",
                        max_length=10,
                        verbose_name="受理期限按",
                    ),
                ),
                (
                    "correction_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="补正期限",
                    ),
                ),
                (
                    "correction_unit",
                    models.CharField(
                        choices=[("calendar", "自然日"), ("working", "工作日")],
                        default="calendar",
                        max_length=10,
                        verbose_name="补正期限按",
                    ),
                ),
                (
                    "corrections_allowed",
                    models.PositiveSmallIntegerField(default=1, verbose_name="可补正次数"),
                ),
                (
                    "scoring_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="评分期限",
                    ),
                ),
                (
                    "scoring_unit",
                    models.CharField(
                        choices=[("calendar", "自然日"), ("working", "工作日")],
                        default="calendar",
                        max_length=10,
                        verbose_name="评分期限按",
                    ),
                ),
                (
                    "panel_size",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(25),
                        ],
                        verbose_name="专家组人数",
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=5, help_text="少于这个人数的评分不作数", verbose_name="有效评分人数"
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="公示期限",
                    ),
                ),
                (
                    "notice_unit",
                    models.CharField(
                        choices=[("calendar", "自然日"), ("working", "工作日")],
                        default="calendar",
                        max_length=10,
                        verbose_name="公示期限按",
                    ),
                ),
                (
                    "reminder_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="到期前几天提醒",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.division",
                        verbose_name="公布地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "申报批次",
                "verbose_name_plural": "申报批次",
                "ordering": ["-opens_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="round_closes_after_it_opens",
                        violation_error_message="截止时间要晚于开始时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quorum__lte", models.F("panel_size"))),
                        name="round_quorum_within_panel",
                        violation_error_message="有效评分人数不能多于专家组人数。",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="applications.round",
                verbose_name="批次",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="applications.round",
                verbose_name="批次",
            ),
        ),
        migrations.CreateModel(
            name="RoundKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("group", "代表性传承团体"),
                            ("workshop", "非遗工坊"),
                            ("base", "传习基地"),
                        ],
                        max_length=12,
                        verbose_name="申报类型",
                    ),
                ),
                (
                    "round",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kinds",
                        to="applications.round",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.formtemplate",
                        verbose_name="申报表模板",
                    ),
                ),
            ],
            options={
                "verbose_name": "可申报的类型",
                "verbose_name_plural": "可申报的类型",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "kind"),
                        name="round_kind_once",
                        violation_error_message="每种类型只能列一次。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "letter",
                    models.CharField(
                        choices=[
                            ("receipt", "提交回执"),
                            ("acceptance", "受理通知书"),
                            ("refusal", "不予受理通知书"),
                            ("correction", "一次性补正通知书"),
                            ("lapse", "逾期终止通知书"),
                            ("not-passed", "未通过通知书"),
                            ("notice", "公示通知"),
                            ("promulgation", "公布通知"),
                            ("withdrawal", "撤回确认"),
                            ("guidance", "指导意见"),
                            ("reminder", "到期提醒"),
                            ("reopened", "重新办理通知"),
                            ("progress", "进度通知"),
                        ],
                        max_length=16,
                        verbose_name="文书",
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="标题")),
                ("body", models.TextField(verbose_name="正文")),
                (
                    "round",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="applications.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "文书文本",
                "verbose_name_plural": "文书文本",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "letter"),
                        name="round_letter_once",
                        violation_error_message="每种文书只能列一次。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("content", models.JSONField()),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="发布时间"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="applications.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "批次版本",
                "verbose_name_plural": "批次版本",
                "ordering": ["round", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="round_version_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="applications.roundversion",
            ),
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.SlugField(max_length=40)),
                ("points", models.DecimalField(decimal_places=1, max_digits=5)),
                ("remark", models.TextField(blank=True, verbose_name="说明")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="applications.panelmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分",
                "verbose_name_plural": "评分",
                "constraints": [
                    models.UniqueConstraint(fields=("member", "item"), name="score_once"),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 0)), name="score_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateMaterial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "key",
                    models.SlugField(
                        help_text="英文短名，如 photos；用后勿改",
                        max_length=40,
                        verbose_name="代号",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="材料")),
                ("help", models.TextField(blank=True, verbose_name="要求")),
                ("required", models.BooleanField(default=True, verbose_name="必交")),
                (
                    "private",
                    models.BooleanField(
                        default=False, help_text="专家看不到", verbose_name="个人信息"
                    ),
                ),
                (
                    "files",
                    models.JSONField(
                        default=list, help_text="图片、音视频、文件", verbose_name="接受的文件"
                    ),
                ),
                (
                    "least_files",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="最少几份",
                    ),
                ),
                (
                    "most_files",
                    models.PositiveSmallIntegerField(default=10, verbose_name="最多几份"),
                ),
                (
                    "most_megabytes",
                    models.PositiveIntegerField(default=50, verbose_name="单个文件最大（MB）"),
                ),
                (
                    "categories",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="留空为所有类别",
                        verbose_name="适用类别",
                    ),
                ),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="依据")),
                (
                    "template",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="applications.formtemplate",
                    ),
                ),
            ],
            options={
                "verbose_name": "材料",
                "verbose_name_plural": "材料",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "key"),
                        name="template_material_key_once",
                        violation_error_message="同一模板里代号不能重复。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("applicant", "申报人与联系方式"),
                            ("basics", "基本信息"),
                            ("summary", "简介"),
                            ("description", "项目说明"),
                            ("argument", "项目论证"),
                            ("practice", "传承实践"),
                            ("premises", "场所与条件"),
                            ("management", "项目管理"),
                            ("plan", "保护计划"),
                            ("declaration", "授权与承诺"),
                        ],
                        max_length=12,
                        verbose_name="部分",
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="英文短名，如 history；用后勿改",
                        max_length=40,
                        verbose_name="代号",
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="问题")),
                (
                    "answer_type",
                    models.CharField(
                        choices=[
                            ("line", "一行文字"),
                            ("text", "多行文字"),
                            ("date", "日期"),
                            ("number", "数字"),
                            ("choice", "单选"),
                            ("category", "非遗类别"),
                            ("division", "所在区划"),
                            ("project", "名录中的项目"),
                            ("national-id", "身份证号"),
                            ("phone", "电话"),
                            ("email", "电子邮箱"),
                            ("consent", "勾选同意"),
                        ],
                        default="text",
                        max_length=12,
                        verbose_name="回答方式",
                    ),
                ),
                (
                    "choices",
                    models.TextField(
                        blank=True, help_text="单选时填写，每行一项", verbose_name="选项"
                    ),
                ),
                ("help", models.TextField(blank=True, verbose_name="填写说明")),
                ("example", models.TextField(blank=True, verbose_name="示例")),
                ("required", models.BooleanField(default=True, verbose_name="必填")),
                (
                    "private",
                    models.BooleanField(
                        default=False,
                        help_text="加密保存，专家看不到，查看留痕",
                        verbose_name="个人信息",
                    ),
                ),
                ("least", models.PositiveIntegerField(default=0, verbose_name="最少字数")),
                (
                    "most",
                    models.PositiveIntegerField(
                        default=0, help_text="0 表示不限", verbose_name="最多字数"
                    ),
                ),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="依据")),
                (
                    "template",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="applications.formtemplate",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
                "verbose_name_plural": "问题",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "key"),
                        name="template_question_key_once",
                        violation_error_message="同一模板里代号不能重复。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateRubricItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("key", models.SlugField(max_length=40, verbose_name="代号")),
                ("name", models.CharField(max_length=80, verbose_name="评分项")),
                ("description", models.TextField(blank=True, verbose_name="评分要点")),
                (
                    "points",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="满分",
                    ),
                ),
                (
                    "template",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rubric_items",
                        to="applications.formtemplate",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分项",
                "verbose_name_plural": "评分项",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "key"), name="template_rubric_key_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.SlugField(max_length=40)),
                ("sealed", accounts.models.encryption.EncryptedTextField(blank=True)),
                ("revision", models.PositiveIntegerField()),
                (
                    "set_aside",
                    models.BooleanField(default=False, verbose_name="与较新内容冲突，未采用"),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_texts",
                        to="applications.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "回答的历史",
                "verbose_name_plural": "回答的历史",
                "ordering": ["-saved_at", "-pk"],
                "indexes": [
                    models.Index(fields=["case", "question"], name="answer_text_of_question")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.SlugField(max_length=40)),
                ("text", models.TextField(blank=True)),
                ("sealed", accounts.models.encryption.EncryptedTextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="applications.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "回答",
                "verbose_name_plural": "回答",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "question"), name="answer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acceptance", "受理"),
                            ("correction", "补正"),
                            ("scoring", "专家评分"),
                            ("notice", "公示"),
                        ],
                        max_length=12,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[("calendar", "自然日"), ("working", "工作日")], max_length=10
                    ),
                ),
                ("started_on", models.DateField()),
                ("due_on", models.DateField()),
                ("stopped_on", models.DateField(blank=True, null=True)),
                ("days_stopped", models.PositiveIntegerField(default=0)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("overdue_noted_on", models.DateField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="applications.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "期限",
                "verbose_name_plural": "期限",
                "ordering": ["case", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("case", "kind"),
                        name="clock_runs_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("started_on"))),
                        name="clock_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="clock_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["round", "state"], name="case_by_round_and_state"),
        ),
    ]
