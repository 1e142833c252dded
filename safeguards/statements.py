"""Statements that are put together once and run with other values each time: for where people queue.

Django puts a query together anew whenever it is asked, which takes several times as long as sending
it. Where fifty people wait for one lock, all of them wait for that. A ``Statement`` is an ordinary
queryset in which ``Given`` stands for what is told later; ``insert`` is ``save`` of a new row. What is
asked one after the other goes to the database together (``in_one_go``): each way there and back is
waiting as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
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
class Asked:
    """A statement, its values when its turn comes, and what is read of the answer."""

    sql: str
    values: Callable[[], Sequence[Any]]
    read: Callable[[Any], Any]


def in_one_go(*asked: Asked) -> list[Any]:
    """Run them one after the other; what each gave. On PostgreSQL they go there and come back together.

    There as here each sees what was committed when its own turn came, not when the first one's did:
    what is counted after a lock was waited for is true under it. When one fails, so do all, like
    the statements of one transaction.
    """
    features: Any = connection.features
    together = connection.vendor == "postgresql" and not features.uses_server_side_binding
    with connection.cursor() as cursor:
        if not together or len(asked) < 2:
            return [_run(cursor, one.sql, one.values(), one.read) for one in asked]
        sql, values = ";\n".join(one.sql for one in asked), [one.values() for one in asked]
        answers = [_run(cursor, sql, list(chain(*values)), asked[0].read)]
        for one in asked[1:]:
            cursor.nextset()
            answers.append(one.read(cursor))
        return answers


def _run(cursor: Any, sql: str, values: Sequence[Any], read: Callable[[Any], Any]) -> Any:
    with transaction.mark_for_rollback_on_error(connection.alias):
        cursor.execute(sql, values)
    return read(cursor)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What Django made of the queryset for one kind of database."""

    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]
    make: Callable[[tuple[Any, ...], Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A queryset, run as it would be. Rows are instances, or tuples where it asks for values.

    Nothing is kept of what was found. A ``select_for_update`` needs its transaction, as ever.
    """

    queryset: Callable[[], models.QuerySet[Any, Any]]
    _prepared: dict[str, _Prepared] = field(default_factory=dict, repr=False, compare=False)

    def asked(self, *, known: Any = None, **given: Any) -> Asked:
        """For ``in_one_go``, which gives the rows. ``known`` is an instance that another statement
        made of the same columns: where nothing of them has changed it is given instead of a new one.
        """
        ready = self._prepared.get(connection.vendor) or self._prepare()
        if ready.compiler.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("a lock needs a transaction that keeps it")
        values = [
            one.adapted(given[one.name]) if isinstance(one, Given) else one for one in ready.params
        ]

        def read(cursor: Any) -> list[Any]:
            found = cursor.fetchall()
            if ready.converters:
                found = ready.compiler.apply_converters(found, ready.converters)
            return [ready.make(tuple(row), known) for row in found]

        return Asked(ready.sql, lambda: values, read)

    def rows(self, **given: Any) -> list[Any]:
        """What it finds with these values."""
        (found,) = in_one_go(self.asked(**given))
        return list(found)

    def first(self, **given: Any) -> Any:
        """The first row, or None."""
        return next(iter(self.rows(**given)), None)

    def _prepare(self) -> _Prepared:
        queryset = self.queryset()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        plain = not issubclass(queryset._iterable_class, ModelIterable)
        make = (lambda row, known: row) if plain else _maker(compiler)
        ready = _Prepared(compiler, sql, tuple(params), compiler.get_converters(columns), make)
        self._prepared[connection.vendor] = ready
        return ready


def _maker(compiler: SQLCompiler) -> Callable[[tuple[Any, ...], Any], Any]:
    """How a row becomes an instance, with what ``select_related`` brought."""
    info = compiler.klass_info
    assert info is not None
    begin, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[begin:end]]
    alias = connection.alias
    related = get_related_populators(info, compiler.select, alias)  # type: ignore[call-arg]  # the stubs are those of a later Django
    annotated = dict(compiler.annotation_col_map or {})
    columns = [n for n in range(len(compiler.select)) if n not in annotated.values()]

    def make(row: tuple[Any, ...], known: Any) -> Any:
        read = [row[number] for number in columns]
        if known is not None and known._as_read == read:
            return known
        made = info["model"].from_db(alias, names, row[begin:end])
        for one in related:
            one.populate(row, made)
        for name, place in annotated.items():
            setattr(made, name, row[place])
        made._as_read = read
        return made

    return make


def insert(row: models.Model) -> None:
    """Write a row that is new. No signal is sent: not for models that somebody listens to."""
    in_one_go(*inserting(row))


def inserting(row: models.Model, below: models.Model | None = None) -> list[Asked]:
    """The same for ``in_one_go``. ``below`` is a second row whose key is that of the first."""
    if below is None:
        return [_inserting(row)]
    if connection.vendor == "postgresql":
        return [_inserting_both(row, below)]

    def values() -> list[Any]:
        below.pk = row.pk  # known by the time it is its turn
        return _values_of(below, _insertion(type(below), connection.vendor).columns)

    return [_inserting(row), Asked(_inserting(below).sql, values, lambda _cursor: _written(below))]


def _inserting(row: models.Model) -> Asked:
    ready = _insertion(type(row), connection.vendor)

    def read(cursor: Any) -> None:
        if ready.returned is not None:
            row.pk = cursor.fetchone()[0]
        _written(row)

    return Asked(ready.sql, lambda: _values_of(row, ready.columns), read)


def _inserting_both(row: models.Model, below: models.Model) -> Asked:
    first = _insertion(type(row), connection.vendor)
    columns, sql = _insertion_below(type(below), type(row), connection.vendor)

    def read(cursor: Any) -> None:
        row.pk = below.pk = cursor.fetchone()[0]
        _written(row)
        _written(below)

    return Asked(sql, lambda: _values_of(row, first.columns) + _values_of(below, columns), read)


def _written(row: models.Model) -> None:
    row._state.adding, row._state.db = False, connection.alias


_PLAIN: dict[type[Any], type[Any]] = {
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.ForeignKey: int,
}
"""Fields that hand such a value on as it is: to ask them takes longer than to write it."""


def _values_of(row: models.Model, columns: Sequence[models.Field[Any, Any]]) -> list[Any]:
    values = []
    for one in columns:
        value = getattr(row, one.attname)
        plain = _PLAIN.get(type(one))
        if plain is None or not (value is None or isinstance(value, plain)):
            value = one.get_db_prep_save(one.pre_save(row, add=True), connection)
        values.append(value)
    return values


@dataclass(frozen=True, slots=True)
class _Insertion:
    """The key the database gives, if it does, the columns written, and the statement."""

    returned: models.Field[Any, Any] | None
    columns: list[models.Field[Any, Any]]
    sql: str


@lru_cache
def _insertion(model: type[models.Model], vendor: str) -> _Insertion:
    meta, quote = model._meta, connection.ops.quote_name
    given_by_database = meta.pk if isinstance(meta.pk, models.AutoField) else None
    columns = [one for one in meta.local_concrete_fields if one is not given_by_database]
    names = ", ".join(quote(one.column or "") for one in columns)
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  names of our own
    if given_by_database is not None:
        sql += f" RETURNING {quote(given_by_database.column or '')}"
    return _Insertion(given_by_database, columns, sql)


@lru_cache
def _insertion_below(
    model: type[models.Model], above: type[models.Model], vendor: str
) -> tuple[list[models.Field[Any, Any]], str]:
    """The columns besides the key, and one statement for both rows."""
    meta, quote = model._meta, connection.ops.quote_name
    assert meta.pk is not None
    key = quote(meta.pk.column or "")
    columns = [one for one in meta.local_concrete_fields if one is not meta.pk]
    names = ", ".join([key, *(quote(one.column or "") for one in columns)])
    marks = ", ".join(["*", *(f"%s::{one.db_type(connection)}" for one in columns)])
    into = f"INSERT INTO {quote(meta.db_table)} ({names}) SELECT {marks} FROM above"  # noqa: S608  names of our own
    return columns, f"WITH above AS ({_insertion(above, vendor).sql}) {into} RETURNING {key}"
