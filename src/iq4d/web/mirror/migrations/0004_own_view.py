import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0005_what_nothing_reads"),
        ("mirror", "0003_measure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", KEY),
                ("figures", models.JSONField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Together",
            fields=[
                ("id", KEY.clone()),
                ("people", models.PositiveIntegerField()),
                ("middles", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "dialogue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="together", to="dialogues.dialogue"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnView",
            fields=[
                ("id", KEY.clone()),
                ("purpose", models.PositiveSmallIntegerField(null=True)),
                ("depth", models.PositiveSmallIntegerField(null=True)),
                ("diversity", models.PositiveSmallIntegerField(null=True)),
                ("deeds", models.PositiveSmallIntegerField(null=True)),
                ("may_test", models.BooleanField(default=False)),
                ("first_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "dialogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_views", to="dialogues.dialogue"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["dialogue", "person"], name="one_own_view_per_person")],
            },
        ),
    ]
