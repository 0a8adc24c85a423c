from django.db import migrations, models
from django.db.models import F


def tried_when_they_came(apps, schema_editor):
    """Until now each was played to its end before it got in."""
    apps.get_model("dialogues", "OwnMethod").objects.update(tried_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0011_own_methods"),
    ]

    operations = [
        migrations.AddField("ownmethod", "tried_at", models.DateTimeField(null=True)),
        migrations.AddField("ownmethod", "problem", models.JSONField(default=dict)),
        migrations.RunPython(tried_when_they_came, migrations.RunPython.noop),
    ]
