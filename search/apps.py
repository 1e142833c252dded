"""The app of the public catalogue and its index."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search, catalogue and API over an index that can be thrown away and rebuilt."""

    name = "search"
    verbose_name = _("公共检索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import listening
        from search.views import records

        listening.connect()
        records.register_previews()
