"""What the public page of one record shows, put together from the registry."""
