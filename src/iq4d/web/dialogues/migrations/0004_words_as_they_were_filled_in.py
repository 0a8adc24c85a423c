from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0003_people_let_go")]

    operations = [
        migrations.AddField(model_name="draft", name="more", field=models.JSONField(default=dict)),
    ]
