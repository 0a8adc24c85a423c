from django.db import migrations, models

KINDS = ("asked", "reminded", "invited", "news", "finished", "deed", "told", "word", "back", "learned")


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_look_backs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=10),
        ),
    ]
