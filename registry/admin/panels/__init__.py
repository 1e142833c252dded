"""What the forms of the records look like: tabs, headings, help, in the order a clerk works."""

from registry.admin.panels.people import INHERITOR_PANELS
from registry.admin.panels.products import PRODUCT_PANELS
from registry.admin.panels.projects import PROJECT_PANELS
from registry.admin.panels.sites import BASE_PANELS, WORKSHOP_PANELS

__all__ = [
    "BASE_PANELS",
    "INHERITOR_PANELS",
    "PRODUCT_PANELS",
    "PROJECT_PANELS",
    "WORKSHOP_PANELS",
]
