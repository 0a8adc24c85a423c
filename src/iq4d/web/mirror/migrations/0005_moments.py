import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0006_follows"),
        ("mirror", "0004_own_view"),
    ]

    operations = [
        migrations.CreateModel(
            name="Moment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("step", models.CharField(blank=True, max_length=60)),
                ("measure", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(blank=True, max_length=20)),
                ("contributions", models.PositiveIntegerField()),
                ("figures", models.JSONField()),
                ("voices", models.JSONField(default=list)),
                (
                    "dialogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moments", to="dialogues.dialogue"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["dialogue", "measure"], name="moments_by_measure")]},
        ),
    ]
