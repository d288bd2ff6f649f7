"""The table in which the versions of a tracked table's rows are kept, made from the tracked one, as it was then."""

from django.conf import settings
from django.db import migrations, models
from simple_history.models import HistoricalChanges

OF_A_VERSION = [
    ("history_id", models.AutoField(primary_key=True, serialize=False)),
    ("history_date", models.DateTimeField(db_index=True)),
    ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
    (
        "history_user",
        models.ForeignKey(null=True, on_delete=models.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
    ),
    ("history_change_reason", models.CharField(blank=True, default="", max_length=200, null=True)),
]


def with_versions(table: migrations.CreateModel, *, without: tuple[str, ...] = ()) -> list[migrations.CreateModel]:
    """The table, and the one that keeps its versions."""
    return [table, versions_of(table, without=without)]


def versions_of(table: migrations.CreateModel, *, without: tuple[str, ...] = ()) -> migrations.CreateModel:
    """The table that keeps the versions of ``table``, but for the columns ``without`` and what stands in tables between."""
    named = table.options.get("verbose_name", models.options.camel_case_to_spaces(table.name))
    return migrations.CreateModel(
        name=f"Historical{table.name}",
        fields=[
            *(
                (name, _of_a_version(field))
                for name, field in table.fields
                if not (field.many_to_many or name in without)
            ),
            *((name, field.clone()) for name, field in OF_A_VERSION),
        ],
        options={
            "verbose_name": f"historical {named}",
            "verbose_name_plural": f"historical {table.options.get('verbose_name_plural', f'{named}s')}",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(HistoricalChanges, models.Model),
    )


def _of_a_version(field: models.Field) -> models.Field:
    """The column as a version holds it: found quickly where it was unique, and a key to nothing that must be there."""
    _, _, args, said = field.deconstruct()
    kind = type(field)
    if isinstance(field, models.ForeignKey):
        kind = models.ForeignKey
        said |= {"db_constraint": False, "related_name": "+", "null": True, "blank": True}
        said["on_delete"] = models.DO_NOTHING
        said.pop("db_index", None)
    elif isinstance(field, models.BigAutoField):
        kind = models.BigIntegerField
        said["blank"] = True
    elif isinstance(field, models.FileField):
        kind = models.TextField
        said.pop("upload_to")
    if said.pop("primary_key", False) | said.pop("unique", False):
        said |= {"db_index": True}
        said.pop("serialize", None)
    return kind(*args, **said)
