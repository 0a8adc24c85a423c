from typing import Any

from django.db import migrations, models


def known_so_far(apps: Any, schema_editor: Any) -> None:
    """What was written before rests on nothing, but stands on top all the same."""
    contributions = apps.get_model("dialogues", "Contribution").objects.filter(kind="synthesis").order_by("number")
    told: dict[int, dict[str, Any]] = {}
    for dialogue, number, at in contributions.values_list("dialogue", "number", "at"):
        told.setdefault(dialogue, {})[str(number)] = {"on": [], "read": at.isoformat() if at else "", "count": None}
    for dialogue, summaries in told.items():
        apps.get_model("dialogues", "Dialogue").objects.filter(pk=dialogue).update(summaries=summaries)


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0006_follows"),
    ]

    operations = [
        migrations.AddField(
            model_name="dialogue",
            name="summaries",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(known_so_far, migrations.RunPython.noop),
    ]
