"""What every template may show of the site itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """The operator's name, numbers and contacts, which a government site must show in its footer."""
    return {
        "site_name": settings.SITE_NAME,
        "site_operator": settings.SITE_OPERATOR,
        "icp_number": settings.ICP_NUMBER,
        "public_security_number": settings.PUBLIC_SECURITY_NUMBER,
        "site_identification_code": settings.SITE_IDENTIFICATION_CODE,
        "contact_email": settings.CONTACT_EMAIL,
        "contact_phone": settings.CONTACT_PHONE,
    }
