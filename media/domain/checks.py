"""What may be stored, judged by the bytes themselves."""
