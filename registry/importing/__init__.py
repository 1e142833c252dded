"""Importing lists: reading files, planning what each row comes to, writing it, undoing it."""
