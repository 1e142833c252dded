"""What everybody may read of classes: list, month, map, single sessions, venues, the year, feeds."""
