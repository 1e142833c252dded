"""Template tags of the public catalogue, for pages of other apps."""
