"""Page types, one a file."""

from .article import ArticlePage
from .home import HomePage

__all__ = ["ArticlePage", "HomePage"]
