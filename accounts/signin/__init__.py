"""Signing in and up: what allauth, axes and Wagtail are told to do differently here."""
