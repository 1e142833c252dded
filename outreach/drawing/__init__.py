"""Drawings reckoned on the server as numbers; templates write them as SVG."""
