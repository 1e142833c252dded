"""Where the records that approved cases became are shown to the public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.urls import reverse

from applications.models import Case
from registry.queries import RECORD_MODELS


def addresses_of(cases: Collection[Case]) -> dict[int, str]:
    """Public addresses by the case's primary key; cases whose record is not public have none.

    One query a kind. The catalogue is known by the names of its addresses alone.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for case in cases:
        if case.record_id is not None:
            wanted[case.record_kind].add(case.record_id)
    slugs = {
        (kind, pk): slug
        for kind, pks in wanted.items()
        for pk, slug in RECORD_MODELS[kind]
        ._default_manager.filter(pk__in=pks, live=True)
        .values_list("pk", "slug")
    }
    return {
        case.pk: reverse(f"catalogue:{case.record_kind}s", args=[slug])
        for case in cases
        if (slug := slugs.get((case.record_kind, case.record_id or 0)))
    }
