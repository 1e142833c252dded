import django.core.validators
import django.db.models.deletion
import modelcluster.contrib.taggit
import modelcluster.fields
import modelsearch.index
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import accounts.models.encryption
import accounts.validators
import registry.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("media", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="BaseType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("description", models.TextField(blank=True, verbose_name="说明")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
            ],
            options={
                "verbose_name": "基地类型",
                "verbose_name_plural": "基地类型",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(unique=True, verbose_name="序号")),
                ("numeral", models.CharField(max_length=2, unique=True, verbose_name="罗马数字")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                (
                    "former_name",
                    models.CharField(
                        blank=True,
                        help_text="与现名不同时填写",
                        max_length=40,
                        verbose_name="2006 年名录用名",
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="英文名")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="网址用名")),
                ("description", models.TextField(blank=True, verbose_name="说明")),
            ],
            options={
                "verbose_name": "类别",
                "verbose_name_plural": "类别",
                "ordering": ["ordinal"],
            },
        ),
        migrations.CreateModel(
            name="RecordChange",
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
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("base", "传习基地"),
                            ("workshop", "非遗工坊"),
                            ("product", "文创产品"),
                        ],
                        max_length=12,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "待更新索引",
                "verbose_name_plural": "待更新索引",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inscription", "公布代表性项目名录"),
                            ("recognition", "认定代表性传承人"),
                            ("protecting-unit", "认定或调整保护单位"),
                            ("designation", "认定基地或工坊"),
                            ("removal", "取消、退出或除名"),
                        ],
                        default="inscription",
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=60, verbose_name="发文字号"),
                ),
                ("issuer", models.CharField(max_length=120, verbose_name="发文机关")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="公布日期")),
                ("url", models.URLField(blank=True, verbose_name="原文网址")),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.heritagedocument",
                        verbose_name="原文（PDF）",
                    ),
                ),
            ],
            options={
                "verbose_name": "认定公文",
                "verbose_name_plural": "认定公文",
                "ordering": ["-published_on", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("document_number", ""), _negated=True),
                        fields=("issuer", "document_number"),
                        name="act_number_once_per_issuer",
                        violation_error_message="该机关的这一发文字号已经登记。",
                    )
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Division",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="GB/T 2260 代码",
                        max_length=12,
                        unique=True,
                        verbose_name="区划代码",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "full_name",
                    models.CharField(
                        help_text="例：天津市河东区", max_length=120, verbose_name="全称"
                    ),
                ),
                ("former_names", models.JSONField(blank=True, default=list, verbose_name="曾用名")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "省级"), (2, "地级"), (3, "县级"), (4, "乡级")],
                        verbose_name="层级",
                    ),
                ),
                (
                    "abolished_in",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="撤销年份"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="registry.division",
                        verbose_name="上级区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政区划",
                "verbose_name_plural": "行政区划",
                "ordering": ["code"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("place", "基地与工坊"),
                        ],
                        default="project",
                        max_length=12,
                        verbose_name="名录",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "国家级"), (2, "省级"), (3, "市级"), (4, "区县级")],
                        verbose_name="级别",
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="第几批")),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年份"),
                ),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="公布日期")),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="registry.act",
                        verbose_name="公文",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        blank=True,
                        help_text="国家级不填",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.division",
                        verbose_name="公布地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "批次",
                "verbose_name_plural": "批次",
                "ordering": ["subject", "level", "jurisdiction", "ordinal"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "level", "jurisdiction", "ordinal"),
                        name="batch_once",
                        violation_error_message="这一批次已经登记。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("jurisdiction__isnull", True)),
                        fields=("subject", "ordinal"),
                        name="national_batch_once",
                        violation_error_message="这一批次已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("jurisdiction__isnull", True), ("level", 1)),
                            models.Q(
                                models.Q(("level", 1), _negated=True),
                                ("jurisdiction__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="batch_jurisdiction_below_national",
                        violation_error_message="国家级批次不填公布地区，其他级别必须填写。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeritageProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "name_pinyin",
                    models.CharField(
                        blank=True,
                        help_text="留空则自动生成；多音字请核对",
                        max_length=400,
                        verbose_name="拼音",
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="英文名")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="留空则由名称拼音生成；修改后旧网址自动跳转",
                        max_length=160,
                        unique=True,
                        verbose_name="网址用名",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建档时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更改时间")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="WGS-84 坐标，单位为度；天地图坐标可直接填写，高德、腾讯坐标须先换算",
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="纬度",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="经度",
                    ),
                ),
                (
                    "narrative",
                    wagtail.fields.StreamField(
                        [("section", 11)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("summary", "简介"),
                                        ("history", "历史渊源"),
                                        ("content", "基本内容"),
                                        ("lineage", "传承谱系"),
                                        ("features", "基本特征"),
                                        ("value", "主要价值"),
                                        ("state", "存续状况"),
                                    ],
                                    "label": "栏目",
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("public", "公开"),
                                        ("internal", "内部"),
                                        ("secret", "核心技艺保密"),
                                    ],
                                    "help_text": "「内部」与「核心技艺保密」的内容不会出现在公众页面、检索和接口中。",
                                    "label": "公开范围",
                                },
                            ),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "h4"],
                                    "icon": "pilcrow",
                                    "label": "正文",
                                },
                            ),
                            3: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "图片"}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "图注", "max_length": 200, "required": False},
                            ),
                            5: ("wagtail.blocks.StructBlock", [[("image", 3), ("caption", 4)]], {}),
                            6: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("media.Recording",),
                                {"icon": "media", "label": "音视频"},
                            ),
                            7: ("wagtail.blocks.TextBlock", (), {"label": "引文"}),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "出处", "max_length": 200, "required": False},
                            ),
                            9: ("wagtail.blocks.StructBlock", [[("text", 7), ("source", 8)]], {}),
                            10: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("paragraph", 2),
                                        ("picture", 5),
                                        ("recording", 6),
                                        ("quotation", 9),
                                    ]
                                ],
                                {"label": "内容"},
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("section", 0), ("access", 1), ("body", 10)]],
                                {},
                            ),
                        },
                        verbose_name="项目说明",
                    ),
                ),
                (
                    "place_as_declared",
                    models.CharField(
                        blank=True,
                        help_text="名录原文写法，如：天津市河东区",
                        max_length=200,
                        verbose_name="申报地区（原文）",
                    ),
                ),
                (
                    "viability",
                    models.CharField(
                        choices=[
                            ("thriving", "传承良好"),
                            ("stable", "平稳传承"),
                            ("fragile", "传承困难"),
                            ("endangered", "濒危"),
                            ("dormant", "已中断，正在恢复"),
                            ("unknown", "尚未评估"),
                        ],
                        default="unknown",
                        max_length=12,
                        verbose_name="存续状况评估",
                    ),
                ),
                (
                    "viability_assessed_on",
                    models.DateField(blank=True, null=True, verbose_name="评估日期"),
                ),
                ("featured", models.BooleanField(default=False, verbose_name="首页推荐")),
                (
                    "sample_data",
                    models.BooleanField(default=False, editable=False, verbose_name="示例数据"),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="registry.category",
                        verbose_name="类别",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.division",
                        verbose_name="所在区划",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "代表性项目",
                "verbose_name_plural": "代表性项目",
                "ordering": ["category", "name", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="heritageproject_point_whole",
                        violation_error_message="纬度和经度要么都填，要么都不填。",
                    )
                ],
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("format", models.CharField(max_length=30, verbose_name="格式")),
                ("file_name", models.CharField(max_length=255, verbose_name="文件名")),
                ("file", models.FileField(blank=True, upload_to="imports/", verbose_name="文件")),
                ("options", models.JSONField(blank=True, default=dict, verbose_name="选项")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "已上传"),
                            ("checking", "正在检查"),
                            ("ready", "待确认"),
                            ("running", "正在导入"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                            ("undoing", "正在撤销"),
                            ("undone", "已撤销"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="说明")),
                ("rows_total", models.PositiveIntegerField(default=0, verbose_name="总行数")),
                ("rows_done", models.PositiveIntegerField(default=0, verbose_name="已处理")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="结果")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="完成时间"),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入",
                "verbose_name_plural": "导入",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="行号")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("created", "新建"),
                            ("changed", "更改"),
                            ("unchanged", "不变"),
                            ("conflict", "冲突"),
                            ("refused", "拒绝"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("base", "传习基地"),
                            ("workshop", "非遗工坊"),
                            ("product", "文创产品"),
                        ],
                        max_length=12,
                    ),
                ),
                ("object_id", models.BigIntegerField(blank=True, null=True)),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="名称")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="更改")),
                ("problems", models.JSONField(blank=True, default=list, verbose_name="问题")),
                ("undo", models.JSONField(blank=True, default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="registry.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入行",
                "verbose_name_plural": "导入行",
                "ordering": ["run", "number"],
                "indexes": [
                    models.Index(fields=["run", "outcome"], name="registry_im_run_id_824e4f_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Inheritor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "name_pinyin",
                    models.CharField(
                        blank=True,
                        help_text="留空则自动生成；多音字请核对",
                        max_length=400,
                        verbose_name="拼音",
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="英文名")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="留空则由名称拼音生成；修改后旧网址自动跳转",
                        max_length=160,
                        unique=True,
                        verbose_name="网址用名",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建档时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更改时间")),
                (
                    "bearer_kind",
                    models.CharField(
                        choices=[("person", "传承人"), ("group", "传承团体")],
                        default="person",
                        max_length=8,
                        verbose_name="个人或团体",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("male", "男"), ("female", "女")],
                        max_length=8,
                        verbose_name="性别",
                    ),
                ),
                ("ethnicity", models.CharField(blank=True, max_length=20, verbose_name="民族")),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="出生年份",
                    ),
                ),
                (
                    "death_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="去世年份",
                    ),
                ),
                (
                    "honours",
                    models.CharField(blank=True, max_length=300, verbose_name="称号与荣誉"),
                ),
                ("biography", wagtail.fields.RichTextField(blank=True, verbose_name="生平")),
                (
                    "members",
                    models.TextField(
                        blank=True,
                        help_text="代表性传承团体填写，每行一人",
                        verbose_name="团体成员",
                    ),
                ),
                (
                    "place_as_declared",
                    models.CharField(blank=True, max_length=200, verbose_name="申报地区（原文）"),
                ),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("unknown", "尚未征询"),
                            ("given", "本人同意"),
                            ("refused", "本人不同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="公开个人信息",
                    ),
                ),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="同意日期")),
                ("consent_text", models.TextField(blank=True, verbose_name="同意书文本")),
                (
                    "sample_data",
                    models.BooleanField(default=False, editable=False, verbose_name="示例数据"),
                ),
                (
                    "consent_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consent_uses",
                        to="media.heritagedocument",
                        verbose_name="同意书扫描件",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.division",
                        verbose_name="所在区划",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portrait_uses",
                        to="media.heritageimage",
                        verbose_name="肖像",
                    ),
                ),
            ],
            options={
                "verbose_name": "代表性传承人",
                "verbose_name_plural": "代表性传承人",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_year__isnull", True),
                            ("death_year__isnull", True),
                            ("death_year__gte", models.F("birth_year")),
                            _connector="OR",
                        ),
                        name="inheritor_dies_after_birth",
                        violation_error_message="去世年份不能早于出生年份。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consent", "given"), _negated=True),
                            ("consent_on__isnull", False),
                            _connector="OR",
                        ),
                        name="inheritor_consent_has_its_date",
                        violation_error_message="本人同意公开时，请填写同意日期。",
                    ),
                ],
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="CreativeProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "name_pinyin",
                    models.CharField(
                        blank=True,
                        help_text="留空则自动生成；多音字请核对",
                        max_length=400,
                        verbose_name="拼音",
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="英文名")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="留空则由名称拼音生成；修改后旧网址自动跳转",
                        max_length=160,
                        unique=True,
                        verbose_name="网址用名",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建档时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更改时间")),
                (
                    "maker_name",
                    models.CharField(
                        blank=True,
                        help_text="作者不在名录中时填写",
                        max_length=120,
                        verbose_name="其他作者",
                    ),
                ),
                ("description", wagtail.fields.RichTextField(blank=True, verbose_name="介绍")),
                (
                    "materials",
                    models.CharField(blank=True, max_length=200, verbose_name="材料与工艺"),
                ),
                (
                    "released_in",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="推出年份"
                    ),
                ),
                ("where_to_find", models.TextField(blank=True, verbose_name="哪里可以看到或买到")),
                ("website", models.URLField(blank=True, verbose_name="网址")),
                (
                    "sample_data",
                    models.BooleanField(default=False, editable=False, verbose_name="示例数据"),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "maker_inheritor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="registry.inheritor",
                        verbose_name="作者（传承人）",
                    ),
                ),
            ],
            options={
                "verbose_name": "文创产品",
                "verbose_name_plural": "文创产品",
                "ordering": ["name", "pk"],
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="Apprenticeship",
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
                            ("family", "家族传承"),
                            ("master", "师徒传承"),
                            ("school", "学校传承"),
                            ("community", "社会传承"),
                        ],
                        default="master",
                        max_length=10,
                        verbose_name="传承方式",
                    ),
                ),
                (
                    "from_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="起始年份",
                    ),
                ),
                (
                    "to_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="结束年份",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="apprenticeships",
                        to="registry.heritageproject",
                        verbose_name="所传项目",
                    ),
                ),
                (
                    "apprentice",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="masters",
                        to="registry.inheritor",
                    ),
                ),
                (
                    "master",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="apprentices",
                        to="registry.inheritor",
                        verbose_name="师承",
                    ),
                ),
            ],
            options={
                "verbose_name": "师承关系",
                "verbose_name_plural": "师承关系",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("apprentice", "master", "project"),
                        name="apprenticeship_once",
                        violation_error_message="这一师承关系已经登记。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("project__isnull", True)),
                        fields=("apprentice", "master"),
                        name="apprenticeship_without_project_once",
                        violation_error_message="这一师承关系已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("apprentice", models.F("master")), _negated=True),
                        name="apprenticeship_not_to_oneself",
                        violation_error_message="师父不能是本人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_year__isnull", True),
                            ("to_year__isnull", True),
                            ("to_year__gte", models.F("from_year")),
                            _connector="OR",
                        ),
                        name="apprenticeship_ends_after_it_begins",
                        violation_error_message="结束年份不能早于起始年份。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "国家级"), (2, "省级"), (3, "市级"), (4, "区县级")],
                        verbose_name="级别",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "新增项目"), ("extension", "扩展项目")],
                        default="new",
                        max_length=10,
                        verbose_name="新增或扩展",
                    ),
                ),
                (
                    "code_as_written",
                    models.CharField(
                        blank=True,
                        help_text="按公文原样填写，如：Ⅷ-89",
                        max_length=40,
                        verbose_name="编号（原文）",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        max_length=40,
                        verbose_name="规范编号",
                    ),
                ),
                (
                    "sub_number",
                    models.CharField(
                        blank=True,
                        help_text="如：Ⅷ-082_05_120102",
                        max_length=40,
                        verbose_name="子项编号",
                    ),
                ),
                (
                    "declaring_unit",
                    models.CharField(blank=True, max_length=200, verbose_name="申报地区或单位"),
                ),
                ("inscribed_on", models.DateField(blank=True, null=True, verbose_name="列入日期")),
                ("removed_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inscriptions",
                        to="registry.act",
                        verbose_name="认定公文",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inscriptions",
                        to="registry.batch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inscriptions",
                        to="registry.heritageproject",
                    ),
                ),
                (
                    "removal_act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removals",
                        to="registry.act",
                        verbose_name="退出公文",
                    ),
                ),
            ],
            options={
                "verbose_name": "列入名录",
                "verbose_name_plural": "列入名录",
                "ordering": ["level", "sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_on__isnull", True),
                            ("inscribed_on__isnull", True),
                            ("removed_on__gte", models.F("inscribed_on")),
                            _connector="OR",
                        ),
                        name="inscription_removed_after_inscribed",
                        violation_error_message="退出日期不能早于列入日期。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OldAddress",
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
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("base", "传习基地"),
                            ("workshop", "非遗工坊"),
                            ("product", "文创产品"),
                        ],
                        max_length=12,
                    ),
                ),
                ("slug", models.CharField(max_length=160)),
                ("object_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "旧网址",
                "verbose_name_plural": "旧网址",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "slug"), name="old_address_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonalDataReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader_name", models.CharField(max_length=150, verbose_name="查看人姓名")),
                ("inheritor_name", models.CharField(max_length=120, verbose_name="传承人姓名")),
                ("field", models.CharField(max_length=30, verbose_name="内容")),
                ("reason", models.CharField(max_length=200, verbose_name="事由")),
                ("read_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "inheritor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="personal_data_readings",
                        to="registry.inheritor",
                        verbose_name="传承人",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="查看人",
                    ),
                ),
            ],
            options={
                "verbose_name": "敏感信息查看记录",
                "verbose_name_plural": "敏感信息查看记录",
                "ordering": ["-read_at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="PersonalDetails",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "national_id",
                    accounts.models.encryption.EncryptedTextField(
                        blank=True,
                        validators=[registry.validators.validate_national_id],
                        verbose_name="身份证号",
                    ),
                ),
                (
                    "phone",
                    accounts.models.encryption.EncryptedTextField(blank=True, verbose_name="电话"),
                ),
                (
                    "address",
                    accounts.models.encryption.EncryptedTextField(blank=True, verbose_name="住址"),
                ),
                (
                    "birth_date",
                    accounts.models.encryption.EncryptedTextField(
                        blank=True, help_text="如：1956-03-08", verbose_name="出生日期"
                    ),
                ),
                (
                    "bank_account",
                    accounts.models.encryption.EncryptedTextField(
                        blank=True, verbose_name="银行账户"
                    ),
                ),
                (
                    "inheritor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personal_details",
                        to="registry.inheritor",
                    ),
                ),
            ],
            options={
                "verbose_name": "敏感个人信息",
                "verbose_name_plural": "敏感个人信息",
                "permissions": [("read_personaldetails", "可以查看敏感个人信息")],
                "default_permissions": ("change",),
            },
        ),
        migrations.CreateModel(
            name="PracticeBase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "name_pinyin",
                    models.CharField(
                        blank=True,
                        help_text="留空则自动生成；多音字请核对",
                        max_length=400,
                        verbose_name="拼音",
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="英文名")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="留空则由名称拼音生成；修改后旧网址自动跳转",
                        max_length=160,
                        unique=True,
                        verbose_name="网址用名",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建档时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更改时间")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="WGS-84 坐标，单位为度；天地图坐标可直接填写，高德、腾讯坐标须先换算",
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="纬度",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="经度",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "国家级"), (2, "省级"), (3, "市级"), (4, "区县级")],
                        null=True,
                        verbose_name="级别",
                    ),
                ),
                ("designated_on", models.DateField(blank=True, null=True, verbose_name="认定日期")),
                (
                    "certificate_number",
                    models.CharField(blank=True, max_length=60, verbose_name="证书编号"),
                ),
                (
                    "certificate_valid_until",
                    models.DateField(blank=True, null=True, verbose_name="证书有效期至"),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="简介")),
                ("activities", models.TextField(blank=True, verbose_name="可以体验什么")),
                (
                    "opening_hours",
                    models.TextField(
                        blank=True,
                        help_text="如：周二至周日 9:00—17:00（周一闭馆）",
                        verbose_name="开放时间",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100000)],
                        verbose_name="可容纳人数",
                    ),
                ),
                ("booking", models.CharField(blank=True, max_length=200, verbose_name="预约方式")),
                (
                    "public_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="对外电话"),
                ),
                ("website", models.URLField(blank=True, verbose_name="网站")),
                (
                    "accessibility",
                    models.JSONField(blank=True, default=list, verbose_name="无障碍设施"),
                ),
                (
                    "accessibility_note",
                    models.CharField(blank=True, max_length=200, verbose_name="无障碍说明"),
                ),
                (
                    "sample_data",
                    models.BooleanField(default=False, editable=False, verbose_name="示例数据"),
                ),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="registry.act",
                        verbose_name="认定公文",
                    ),
                ),
                (
                    "base_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="registry.basetype",
                        verbose_name="基地类型",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="registry.batch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.division",
                        verbose_name="所在区划",
                    ),
                ),
                (
                    "host_inheritor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="registry.inheritor",
                        verbose_name="主持传承人",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "传习基地",
                "verbose_name_plural": "传习基地",
                "ordering": ["name", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="practicebase_point_whole",
                        violation_error_message="纬度和经度要么都填，要么都不填。",
                    )
                ],
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="BaseProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="base_links",
                        to="registry.heritageproject",
                        verbose_name="项目",
                    ),
                ),
                (
                    "base",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="projects",
                        to="registry.practicebase",
                    ),
                ),
            ],
            options={
                "verbose_name": "相关项目",
                "verbose_name_plural": "相关项目",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("base", "project"), name="base_project_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BasePicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="图注")),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="base_uses",
                        to="media.heritageimage",
                        verbose_name="图片",
                    ),
                ),
                (
                    "base",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="registry.practicebase",
                    ),
                ),
            ],
            options={
                "verbose_name": "图片",
                "verbose_name_plural": "图片",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProductPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="图注")),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="product_uses",
                        to="media.heritageimage",
                        verbose_name="图片",
                    ),
                ),
                (
                    "product",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="registry.creativeproduct",
                    ),
                ),
            ],
            options={
                "verbose_name": "图片",
                "verbose_name_plural": "图片",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProductProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "product",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="projects",
                        to="registry.creativeproduct",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="product_links",
                        to="registry.heritageproject",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "相关项目",
                "verbose_name_plural": "相关项目",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "project"), name="product_project_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_uses",
                        to="media.heritagedocument",
                        verbose_name="文件",
                    ),
                ),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="registry.heritageproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "文件",
                "verbose_name_plural": "文件",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectName",
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
                            ("also", "又称"),
                            ("common", "俗称"),
                            ("former", "曾用名"),
                            ("english", "英文名"),
                            ("minority", "民族语言名称"),
                        ],
                        default="also",
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("text", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="registry.heritageproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "其他名称",
                "verbose_name_plural": "其他名称",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("project", "text"), name="project_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="图注")),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_uses",
                        to="media.heritageimage",
                        verbose_name="图片",
                    ),
                ),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="registry.heritageproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "图片",
                "verbose_name_plural": "图片",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectRecording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recordings",
                        to="registry.heritageproject",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_uses",
                        to="media.recording",
                        verbose_name="音视频",
                    ),
                ),
            ],
            options={
                "verbose_name": "音视频",
                "verbose_name_plural": "音视频",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="关系说明")),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_to",
                        to="registry.heritageproject",
                        verbose_name="相关项目",
                    ),
                ),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="registry.heritageproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "相关项目",
                "verbose_name_plural": "相关项目",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "other"), name="project_relation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("project", models.F("other")), _negated=True),
                        name="project_relation_not_itself",
                        violation_error_message="相关项目不能是项目自己。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("citation", models.CharField(max_length=300, verbose_name="文献或来源")),
                ("url", models.URLField(blank=True, verbose_name="网址")),
                ("consulted_on", models.DateField(blank=True, null=True, verbose_name="查阅日期")),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="registry.heritageproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "资料来源",
                "verbose_name_plural": "资料来源",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProtectingUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="WGS-84 坐标，单位为度；天地图坐标可直接填写，高德、腾讯坐标须先换算",
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="纬度",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="经度",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("public", "事业单位"),
                            ("government", "政府机关"),
                            ("company", "企业"),
                            ("association", "社会组织"),
                            ("school", "学校"),
                            ("other", "其他"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="性质",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[accounts.validators.validate_credit_code],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                (
                    "public_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="对外电话"),
                ),
                ("website", models.URLField(blank=True, verbose_name="网站")),
                ("introduction", models.TextField(blank=True, verbose_name="简介")),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.division",
                        verbose_name="所在区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "保护单位",
                "verbose_name_plural": "保护单位",
                "ordering": ["name", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="protectingunit_point_whole",
                        violation_error_message="纬度和经度要么都填，要么都不填。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("credit_code", ""), _negated=True),
                        fields=("credit_code",),
                        name="unit_credit_code_once",
                        violation_error_message="这一统一社会信用代码已登记在另一单位名下。",
                    ),
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddField(
            model_name="practicebase",
            name="host_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="registry.protectingunit",
                verbose_name="主办单位",
            ),
        ),
        migrations.AddField(
            model_name="creativeproduct",
            name="maker_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="products",
                to="registry.protectingunit",
                verbose_name="出品单位",
            ),
        ),
        migrations.CreateModel(
            name="ProtectionAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("assigned_on", models.DateField(blank=True, null=True, verbose_name="认定日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="registry.act",
                        verbose_name="公文",
                    ),
                ),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="registry.heritageproject",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="registry.protectingunit",
                        verbose_name="保护单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "保护单位",
                "verbose_name_plural": "保护单位",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("assigned_on__isnull", True),
                            ("ended_on__gte", models.F("assigned_on")),
                            _connector="OR",
                        ),
                        name="assignment_ends_after_it_begins",
                        violation_error_message="终止日期不能早于认定日期。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "国家级"), (2, "省级"), (3, "市级"), (4, "区县级")],
                        verbose_name="级别",
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, max_length=40, verbose_name="编号（原文）"),
                ),
                ("recognised_on", models.DateField(blank=True, null=True, verbose_name="认定日期")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("listed", "在册"),
                            ("incapacitated", "丧失传承能力"),
                            ("removed", "取消资格"),
                            ("withdrawn", "自愿退出"),
                            ("deceased", "去世"),
                        ],
                        default="listed",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "standing_since",
                    models.DateField(blank=True, null=True, verbose_name="状态起始日期"),
                ),
                (
                    "standing_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="状态说明"),
                ),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognitions",
                        to="registry.act",
                        verbose_name="认定公文",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognitions",
                        to="registry.batch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "inheritor",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recognitions",
                        to="registry.inheritor",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognitions",
                        to="registry.heritageproject",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "认定",
                "verbose_name_plural": "认定",
                "ordering": ["level", "sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inheritor", "project", "level"),
                        name="recognition_once",
                        violation_error_message="同一级别、同一项目的认定已经登记。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("identifier", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("base", "传习基地"),
                            ("workshop", "非遗工坊"),
                            ("product", "文创产品"),
                        ],
                        max_length=12,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("values", models.JSONField(default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="identities",
                        to="registry.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "来源标识",
                "verbose_name_plural": "来源标识",
                "indexes": [
                    models.Index(fields=["kind", "object_id"], name="registry_so_kind_739f22_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "identifier"), name="source_identity_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaggedBase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged_items",
                        to="registry.practicebase",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registry_bases",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="practicebase",
            name="tags",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="registry.TaggedBase",
                to="taggit.Tag",
                verbose_name="标签",
            ),
        ),
        migrations.CreateModel(
            name="TaggedProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged_items",
                        to="registry.creativeproduct",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registry_products",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="creativeproduct",
            name="tags",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="registry.TaggedProduct",
                to="taggit.Tag",
                verbose_name="标签",
            ),
        ),
        migrations.CreateModel(
            name="TaggedProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged_items",
                        to="registry.heritageproject",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registry_projects",
                        to="taggit.tag",
                        verbose_name="标签",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目标签",
                "verbose_name_plural": "项目标签",
            },
        ),
        migrations.AddField(
            model_name="heritageproject",
            name="tags",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="registry.TaggedProject",
                to="taggit.Tag",
                verbose_name="标签",
            ),
        ),
        migrations.CreateModel(
            name="TaggedWorkshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registry_workshops",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Workshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "name_pinyin",
                    models.CharField(
                        blank=True,
                        help_text="留空则自动生成；多音字请核对",
                        max_length=400,
                        verbose_name="拼音",
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="英文名")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="留空则由名称拼音生成；修改后旧网址自动跳转",
                        max_length=160,
                        unique=True,
                        verbose_name="网址用名",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建档时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更改时间")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="WGS-84 坐标，单位为度；天地图坐标可直接填写，高德、腾讯坐标须先换算",
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="纬度",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="经度",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "国家级"), (2, "省级"), (3, "市级"), (4, "区县级")],
                        null=True,
                        verbose_name="级别",
                    ),
                ),
                ("designated_on", models.DateField(blank=True, null=True, verbose_name="认定日期")),
                (
                    "certificate_number",
                    models.CharField(blank=True, max_length=60, verbose_name="证书编号"),
                ),
                (
                    "certificate_valid_until",
                    models.DateField(blank=True, null=True, verbose_name="证书有效期至"),
                ),
                ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="简介")),
                ("activities", models.TextField(blank=True, verbose_name="可以体验什么")),
                (
                    "opening_hours",
                    models.TextField(
                        blank=True,
                        help_text="如：周二至周日 9:00—17:00（周一闭馆）",
                        verbose_name="开放时间",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100000)],
                        verbose_name="可容纳人数",
                    ),
                ),
                ("booking", models.CharField(blank=True, max_length=200, verbose_name="预约方式")),
                (
                    "public_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="对外电话"),
                ),
                ("website", models.URLField(blank=True, verbose_name="网站")),
                (
                    "accessibility",
                    models.JSONField(blank=True, default=list, verbose_name="无障碍设施"),
                ),
                (
                    "accessibility_note",
                    models.CharField(blank=True, max_length=200, verbose_name="无障碍说明"),
                ),
                (
                    "sample_data",
                    models.BooleanField(default=False, editable=False, verbose_name="示例数据"),
                ),
                (
                    "people_employed",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="带动就业人数"),
                ),
                (
                    "employed_counted_on",
                    models.DateField(blank=True, null=True, verbose_name="就业人数统计日期"),
                ),
                (
                    "premises",
                    models.CharField(blank=True, max_length=300, verbose_name="场所与设备"),
                ),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="registry.act",
                        verbose_name="认定公文",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="registry.batch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.division",
                        verbose_name="所在区划",
                    ),
                ),
                (
                    "host_inheritor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="registry.inheritor",
                        verbose_name="主持传承人",
                    ),
                ),
                (
                    "host_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="registry.protectingunit",
                        verbose_name="主办单位",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "tags",
                    modelcluster.contrib.taggit.ClusterTaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="registry.TaggedWorkshop",
                        to="taggit.Tag",
                        verbose_name="标签",
                    ),
                ),
            ],
            options={
                "verbose_name": "非遗工坊",
                "verbose_name_plural": "非遗工坊",
                "ordering": ["name", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="workshop_point_whole",
                        violation_error_message="纬度和经度要么都填，要么都不填。",
                    )
                ],
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.AddField(
            model_name="taggedworkshop",
            name="content_object",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tagged_items",
                to="registry.workshop",
            ),
        ),
        migrations.CreateModel(
            name="WorkshopPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="图注")),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshop_uses",
                        to="media.heritageimage",
                        verbose_name="图片",
                    ),
                ),
                (
                    "workshop",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="registry.workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "图片",
                "verbose_name_plural": "图片",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkshopProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshop_links",
                        to="registry.heritageproject",
                        verbose_name="项目",
                    ),
                ),
                (
                    "workshop",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="projects",
                        to="registry.workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "相关项目",
                "verbose_name_plural": "相关项目",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workshop", "project"), name="workshop_project_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearlyTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(2000)],
                        verbose_name="年份",
                    ),
                ),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("registered-projects", "区级及以上代表性项目（项）"),
                            ("outreach-sessions", "非遗公益课程与活动（场）"),
                        ],
                        max_length=24,
                        verbose_name="指标",
                    ),
                ),
                (
                    "value",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="目标值",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="依据")),
            ],
            options={
                "verbose_name": "年度目标",
                "verbose_name_plural": "年度目标",
                "ordering": ["-year", "metric"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "metric"),
                        name="target_once_a_year",
                        violation_error_message="这一年的这项指标已经登记。",
                    )
                ],
            },
        ),
    ]
