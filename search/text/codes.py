"""Codes as the index has them: for documents, queries and what is marked in a hit."""

from __future__ import annotations

from functools import lru_cache

from registry.codes import parse_code


@lru_cache(maxsize=20_000)
def code_forms(written: str) -> tuple[str, ...]:
    """A code as the index asks for it, from the shortest form to the longest; () if it is none."""
    code = parse_code(written)
    if code is None:
        return ()
    if code.serial is None:
        return (str(code.category),)
    forms = [f"{code.category}-{code.serial}"]
    if code.batch is not None:
        forms.append(f"{forms[0]}_{code.batch:02d}")
        if code.area:
            forms.append(f"{forms[1]}_{code.area}")
    return tuple(forms)
