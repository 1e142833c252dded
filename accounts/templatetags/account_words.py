"""Phone numbers and devices in words people know."""

from __future__ import annotations

from django.template import Library
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..signin.fields import is_phone
from ..validators import readable_phone

register = Library()

# The first that is found counts: browsers name those they descend from as well.
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", gettext_lazy("微信")),
    ("QQBrowser", gettext_lazy("QQ 浏览器")),
    ("360", gettext_lazy("360 浏览器")),
    ("HuaweiBrowser", gettext_lazy("华为浏览器")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@register.filter
def phone_number(value: object) -> str:
    """138 0000 0000; anything that is no number stays as it is."""
    text = str(value or "")
    return readable_phone(text) if is_phone(text) else text


@register.filter
def device(user_agent: object) -> str:
    """“Windows · Edge” for what a browser says of itself."""
    text = str(user_agent or "")
    found = [
        next((str(name) for sign, name in names if sign in text), "")
        for names in (SYSTEMS, BROWSERS)
    ]
    return " · ".join(filter(None, found)) or _("未知设备")
