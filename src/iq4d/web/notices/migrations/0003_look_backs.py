from django.conf import settings
from django.db import migrations, models

KINDS = ("asked", "reminded", "invited", "news", "finished", "deed", "told", "word", "back")


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0004_words_as_they_were_filled_in"),
        ("notices", "0002_private_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=10),
        ),
        migrations.CreateModel(
            name="LookBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("away_at", models.DateTimeField(null=True)),
                (
                    "dialogue",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="dialogues.dialogue"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "dialogue", "day"), name="asked_to_look_back_once")
                ],
            },
        ),
    ]
