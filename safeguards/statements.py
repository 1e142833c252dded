"""Statements that are put together once and run with other values each time: for where people queue.

Django puts a query together anew whenever it is asked, which takes several times as long as sending
it. Where fifty people wait for one lock, all of them wait for that. A ``Statement`` is an ordinary
queryset in which ``Given`` stands for what is told later; ``insert`` is ``save`` of a new row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError


class Given(models.Expression):
    """Stands in a queryset for a value that is told when the statement is run."""

    def __init__(self, name: str, kind: models.Field[Any, Any]) -> None:
        super().__init__(output_field=kind)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def adapted(self, value: Any) -> Any:
        return self.output_field.get_db_prep_value(value, connection, prepared=False)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What Django made of the queryset for one kind of database."""

    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]
    make: Callable[[tuple[Any, ...]], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A queryset, run as it would be. Rows are instances, or tuples where it asks for values.

    Nothing is kept of what was found. A ``select_for_update`` needs its transaction, as ever.
    """

    queryset: Callable[[], models.QuerySet[Any, Any]]
    _prepared: dict[str, _Prepared] = field(default_factory=dict, repr=False, compare=False)

    def rows(self, **given: Any) -> list[Any]:
        """What it finds with these values."""
        ready = self._prepared.get(connection.vendor) or self._prepare()
        if ready.compiler.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("a lock needs a transaction that keeps it")
        values = [
            one.adapted(given[one.name]) if isinstance(one, Given) else one for one in ready.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(ready.sql, values)
            found = cursor.fetchall()
        if ready.converters:
            found = ready.compiler.apply_converters(found, ready.converters)
        return [ready.make(tuple(row)) for row in found]

    def first(self, **given: Any) -> Any:
        """The first row, or None."""
        return next(iter(self.rows(**given)), None)

    def _prepare(self) -> _Prepared:
        queryset = self.queryset()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        plain = not issubclass(queryset._iterable_class, ModelIterable)
        make = (lambda row: row) if plain else _maker(compiler)
        ready = _Prepared(compiler, sql, tuple(params), compiler.get_converters(columns), make)
        self._prepared[connection.vendor] = ready
        return ready


def _maker(compiler: SQLCompiler) -> Callable[[tuple[Any, ...]], Any]:
    """How a row becomes an instance, with what ``select_related`` brought."""
    info = compiler.klass_info
    assert info is not None
    begin, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[begin:end]]
    alias = connection.alias
    related = get_related_populators(info, compiler.select, alias)  # type: ignore[call-arg]  # the stubs are those of a later Django
    annotated = dict(compiler.annotation_col_map or {})

    def make(row: tuple[Any, ...]) -> Any:
        made = info["model"].from_db(alias, names, row[begin:end])
        for one in related:
            one.populate(row, made)
        for name, place in annotated.items():
            setattr(made, name, row[place])
        return made

    return make


def insert(row: models.Model) -> None:
    """Write a row that is new. No signal is sent: not for models that somebody listens to."""
    returned, columns, sql = _insertion(type(row), connection.vendor)
    values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in columns]
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, values)
        if returned is not None:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@lru_cache
def _insertion(
    model: type[models.Model], vendor: str
) -> tuple[models.Field[Any, Any] | None, list[models.Field[Any, Any]], str]:
    """The key the database gives, if it does, the columns written, and the statement."""
    meta, quote = model._meta, connection.ops.quote_name
    given_by_database = meta.pk if isinstance(meta.pk, models.AutoField) else None
    columns = [one for one in meta.local_concrete_fields if one is not given_by_database]
    names = ", ".join(quote(one.column or "") for one in columns)
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  names of our own
    if given_by_database is not None:
        sql += f" RETURNING {quote(given_by_database.column or '')}"
    return given_by_database, columns, sql
