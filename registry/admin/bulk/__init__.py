"""Bulk actions of the listings, with a preview of every row, and the page that takes them back."""
