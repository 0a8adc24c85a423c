from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0009_tips_welcome"),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="consent",
            field=models.CharField(
                blank=True,
                choices=[("nobody", "nobody can be recognised"), ("yes", "who is in it said yes")],
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="picture",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="contribution",
            name="wiped",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="dialogue",
            name="fate",
            field=models.CharField(blank=True, choices=[("kept", "kept"), ("wiped", "wiped")], max_length=5),
        ),
        migrations.AddField(
            model_name="dialogue",
            name="wipes_at",
            field=models.DateTimeField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="keeps",
            field=models.BooleanField(null=True),
        ),
    ]
