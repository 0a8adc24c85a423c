from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0007_summaries"),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="place",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="contribution",
            name="signed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="takeaway",
            name="away_at",
            field=models.DateTimeField(null=True),
        ),
    ]
