"""Settings: base, and dev, test and production on top of it. The environment is read only here."""
