import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0005_what_nothing_reads"),
    ]

    operations = [
        migrations.AddField(
            model_name="dialogue",
            name="follows",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="dialogues.dialogue",
            ),
        ),
    ]
