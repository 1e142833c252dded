"""The public catalogue: the list with its facets, suggestions while typing, pages of records."""
