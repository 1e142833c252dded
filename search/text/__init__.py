"""One analysis for every engine: how Chinese text becomes terms, and a query becomes words.

Both engines are fed the same terms, split here, so that both give the same answers. Nothing in
this package knows Django or an engine.
"""
