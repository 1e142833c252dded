"""Forms of the three kinds in the administration: uploads judged by content, consent by person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet, childformset_factory
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ..domain import checks
from ..domain.refusals import readable
from ..limits import limit
from ..models import DocumentPerson, HeritageDocument, HeritageImage, PersonShown, PicturePerson
from ..models.pictures import ALTERNATIVE_MISSING
from ..models.rights import publication_errors

PERSON_FIELDS = ["name", "consent", "consent_text", "consented_on", "evidence"]
SPARE_ROWS = 2


class PictureUploadField(WagtailImageField):
    """Asks our own check instead of trusting the extension."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_upload_size = limit("MEDIA_PICTURE_MAX_BYTES")
        most = readable(self.max_upload_size)
        self.help_text = format_lazy(
            _(
                "JPEG、PNG、WebP、GIF、AVIF 或 HEIC，最大 {most}。"
                "拍摄地点等信息会自动去除，画面和色彩不变。"
            ),
            most=most,
        )
        self.error_messages["file_too_large_unknown_size"] = format_lazy(
            _("文件太大，最大允许 {most}。请缩小后再上传。"), most=most
        )
        self.error_messages["invalid_image_extension"] = _(
            "不是可以接收的图片格式。请上传 JPEG、PNG、WebP、GIF、AVIF 或 HEIC。"
        )

    default_validators: list[Any] = []

    def to_python(self, data: Any) -> File | None:
        upload = forms.FileField.to_python(self, data)
        return None if upload is None else checks.check_picture(upload).content


class DocumentUploadField(forms.FileField):
    """A document, judged by content."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # The page that takes several at once tells both to the browser.
        self.max_upload_size = limit("MEDIA_DOCUMENT_MAX_BYTES")
        self.error_messages["file_too_large_unknown_size"] = format_lazy(
            _("文件太大，最大允许 {most}。请缩小后再上传。"), most=readable(self.max_upload_size)
        )

    def to_python(self, data: Any) -> File | None:
        upload = super().to_python(data)
        return None if upload is None else checks.check_document(upload).content


class RecordingUploadField(forms.FileField):
    """A recording, judged by content."""

    def to_python(self, data: Any) -> File | None:
        upload = super().to_python(data)
        return None if upload is None else checks.check_recording(upload).content


class RightsFormMixin(forms.ModelForm):
    """What the forms of pictures and documents share.

    Wagtail's uploader of several files first sends nothing but the files: what was not asked
    cannot be missing, and such a file starts as internal.
    """

    optional_when_unasked = ("licence", "access")
    person_model: type[PersonShown]
    upload_field: type[forms.FileField]
    upload_help: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = self.upload_field(label=given.label, widget=given.widget)
            if self.upload_help:
                self.fields["file"].help_text = self.upload_help
        for name in self.optional_when_unasked:
            if self.is_bound and not self.was_asked(name) and name in self.fields:
                self.fields[name].required = False
        self.people = self._people_formset()

    def was_asked(self, name: str) -> bool:
        """Whether the page that was sent had this field."""
        return self.add_prefix(name) in self.data

    def _people_formset(self) -> BaseChildFormSet:
        prefix = self.add_prefix("people")
        sent = self.is_bound and f"{prefix}-TOTAL_FORMS" in self.data
        factory = childformset_factory(
            self._meta.model,
            self.person_model,
            form=WagtailAdminModelForm,
            formset=BaseChildFormSet,
            fk_name=self.person_model.holder_name,
            fields=PERSON_FIELDS,
            extra=0 if self.is_bound else SPARE_ROWS,
            can_delete=True,
            widgets={"consented_on": AdminDateInput},
        )
        return factory(self.data if sent else None, instance=self.instance, prefix=prefix)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if self.people.is_bound and not self.people.is_valid():
            return False
        if valid:
            self._check_publication()
        return not self.errors

    def _check_publication(self) -> None:
        """The file's access against its people's consent, both as sent."""
        people = self.instance.people.all()
        if self.people.is_bound:
            kept = [row for row in self.people.forms if row not in self.people.deleted_forms]
            people = [row.instance for row in kept if row.has_changed() or row.instance.pk]
        for field, messages in publication_errors(self.instance, people).items():
            self.add_error(field if field in self.fields else None, ValidationError(messages))

    @property
    def people_heading(self) -> str:
        """What the rows of people are called for this kind of file."""
        return str(self.person_model._meta.verbose_name_plural)

    @property
    def media(self) -> forms.Media:
        return super().media + self.people.media

    def save(self, commit: bool = True) -> Any:
        if self.people.is_bound:
            self.people.save(commit=False)
        return super().save(commit=commit)


class HeritageImageForm(RightsFormMixin, BaseImageForm):
    """A picture, its rights and its people."""

    person_model = PicturePerson
    upload_field = PictureUploadField

    class Meta(BaseImageForm.Meta):
        model = HeritageImage
        fields = HeritageImage.admin_form_fields
        widgets = {**BaseImageForm.Meta.widgets, "captured_on": AdminDateInput}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        decorative = self.cleaned_data.get("is_decorative")
        described = self.cleaned_data.get("description", "").strip()
        if self.was_asked("description") and not decorative and not described:
            self.add_error("description", ALTERNATIVE_MISSING)
        return cleaned


class HeritageDocumentForm(RightsFormMixin, BaseDocumentForm):
    """A document, its rights and the people it is about."""

    person_model = DocumentPerson
    upload_field = DocumentUploadField
    upload_help = _("PDF、OFD、Word、Excel、PowerPoint、纯文本，或拍下来的页面（JPEG、PNG）。")

    class Meta(BaseDocumentForm.Meta):
        model = HeritageDocument
        fields = HeritageDocument.admin_form_fields
        widgets = {**BaseDocumentForm.Meta.widgets, "captured_on": AdminDateInput}


class RecordingForm(WagtailAdminModelForm):
    """A recording; its people are an inline panel."""

    file = RecordingUploadField(
        label=_("音视频文件"),
        help_text=_(
            "视频用 MP4 或 WebM，音频用 MP3、M4A、OGG、WAV 或 FLAC。拍摄地点等信息会自动抹去。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier_file = self.instance.file.name if self.instance.pk else ""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        people = [
            row.instance
            for formset in self.formsets.values()
            for row in formset.forms
            if row not in formset.deleted_forms and (row.has_changed() or row.instance.pk)
        ]
        for field, messages in publication_errors(self.instance, people).items():
            self.add_error(field if field in self.fields else None, ValidationError(messages))
        return not self.errors

    def save(self, commit: bool = True) -> Any:
        if not self.instance.pk and self.for_user is not None:
            self.instance.uploaded_by_user = self.for_user
        recording = super().save(commit=commit)
        if commit and self.earlier_file and recording.file.name != self.earlier_file:
            recording.file.storage.delete(self.earlier_file)
        return recording
