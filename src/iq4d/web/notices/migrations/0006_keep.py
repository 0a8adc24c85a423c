from django.db import migrations, models

KINDS = ("asked", "reminded", "invited", "news", "finished", "deed", "told", "word", "back", "learned", "photo", "keep")


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_photo"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=10),
        ),
    ]
