"""How do the tables come to be? All at once where there are none yet, and by migrations in a database that is in use.

A start on an empty database thereby waits a second for its tables, however many versions came before.
"""

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from firebreak.console.listen.search_tables import make_search_tables


def update_tables() -> None:
    """Bring the database to what this version keeps in it; nothing happens where it is there already."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        make_tables(executor)
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def make_tables(executor: MigrationExecutor) -> None:
    """Make every table as its model says, and note every migration as done: all of it, or nothing."""
    noted, known = executor.recorder, executor.loader.graph.nodes
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        make_search_tables(editor)
        if not noted.has_table():
            editor.create_model(noted.Migration)
        noted.migration_qs.bulk_create(noted.Migration(app=app, name=name) for app, name in known)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
