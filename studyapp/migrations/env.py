"""Run migrations, each in one real transaction, on SQLite as on PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.runtime.migration import MigrationInfo
from sqlalchemy import Connection, create_engine, event, pool
from sqlmodel.sql.sqltypes import AutoString

from studyapp.ids import Id
from studyapp.tables import Json, Table


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write column types without importing SQLModel into a migration."""
    if kind != "type":
        return False
    if isinstance(item, Id):
        autogen.imports.add("from studyapp.ids import Id")
        return "Id()"
    if isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    if item is Json or repr(item) == repr(Json):
        autogen.imports.add("from studyapp.tables import Json")
        return "Json"
    if type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def _check_foreign_keys(
    ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], run_args: Mapping[str, Any]
) -> None:
    """Refuse a step, still in its transaction, that left rows without their parents."""
    if ctx.connection is None or ctx.dialect.name != "sqlite":
        return
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration left {len(broken)} rows without their parents")


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        render_item=_render,
        transaction_per_migration=True,
        compare_type=True,
        on_version_apply=_check_foreign_keys,
    )
    with context.begin_transaction():
        context.run_migrations()


def _by_hand(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    # With foreign keys on, rebuilding a parent table deletes its children without a word.
    connection.execute("PRAGMA foreign_keys=OFF")


def _run() -> None:
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    if engine.dialect.name == "sqlite":
        engine.dialect.__dict__.setdefault("supports_transactional_ddl", True)
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.connect() as connection:
        _migrate(connection)
    engine.dispose()


_run()
