from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0008_places_and_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="dialogue",
            name="tips_welcome",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="dialogue",
            name="hats_passed",
            field=models.JSONField(default=dict),
        ),
    ]
