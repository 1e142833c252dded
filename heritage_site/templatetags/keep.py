"""``{% keep %}``: parts of a page that are the same for everyone, rendered once a process.

The head and the foot of a page hold a third of its tags and hardly ever change. Django's own
``cache`` tag asks the cache back end each time, which costs more than it saves here.
"""

from __future__ import annotations

from django.template import Context, Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.translation import get_language

register = Library()

MOST = 256
_kept: dict[tuple[object, ...], str] = {}


class KeepNode(Node):
    """Renders its content once for each language and each set of the values it is told."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: Context) -> str:
        told = [value.resolve(context, ignore_failures=True) for value in self.values]
        key = (id(self), get_language(), *map(str, told))
        kept = _kept.get(key)
        if kept is None:
            if len(_kept) >= MOST:
                _kept.clear()
            kept = _kept[key] = self.nodelist.render(context)
        return kept


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """``{% keep section elder %}…{% endkeep %}``: name every variable that the content depends on."""
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    if not values:
        raise TemplateSyntaxError("keep needs the variables its content depends on")
    return KeepNode(nodelist, values)
