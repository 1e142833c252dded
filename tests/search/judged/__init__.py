"""Judged queries over the real national list, and how well an engine answers them."""
