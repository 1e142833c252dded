"""Resetting the second factor of a colleague whose phone is lost."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets.button import Button

from ..domain.second_factor import reset_second_factor
from ..models import User
from ..queries import has_second_factor


@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what it does; does it when it is confirmed."""
    if not request.user.has_perm("accounts.change_user"):
        raise PermissionDenied
    assert request.user.is_authenticated
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        try:
            reset_second_factor(user=person, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            words = _("已重置%(name)s的两步验证，下次进入后台时须重新开启。")
            messages.success(request, words % {"name": person})
        return redirect("wagtailusers_users:edit", person.pk)
    context = {"person": person, "has_second_factor": has_second_factor(person)}
    return render(request, "accounts/admin/reset_second_factor.html", context)


def listing_buttons(user: User, request_user: User) -> Iterator[Button]:
    """In the list of users, for those who may change them."""
    if request_user.has_perm("accounts.change_user") and user.pk != request_user.pk:
        yield Button(
            _("重置两步验证"),
            url=reverse("accounts_reset_second_factor", args=[user.pk]),
            icon_name="key",
            priority=25,
        )


urls = [path("users/<int:pk>/second-factor/", reset, name="accounts_reset_second_factor")]
