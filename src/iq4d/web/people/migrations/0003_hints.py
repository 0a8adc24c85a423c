from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_guests"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="hints",
            field=models.BooleanField(default=True),
        ),
    ]
