from datetime import UTC

from django.db import migrations

VOICES = 40  # as in moments.py then


def figures_of(scorecard):
    return {
        one["dimension"]: {
            "seen": one["seen"],
            "points": one["points"],
            "low": one["interval"][0] if one["interval"] else None,
            "high": one["interval"][1] if one["interval"] else None,
        }
        for one in scorecard["dimensions"]
    }


def first_moments(apps, schema_editor):
    """Each mirror that there is becomes the first moment of its dialogue, on the day it was last talked in."""
    mirrors = apps.get_model("mirror", "Mirror").objects.exclude(scorecard=None).select_related("dialogue")
    moments = apps.get_model("mirror", "Moment").objects
    contributions = apps.get_model("dialogues", "Contribution").objects
    for mirror in mirrors.iterator(chunk_size=100):
        dialogue = mirror.dialogue
        at = dialogue.ended_at or dialogue.created_at
        shown = contributions.filter(dialogue=dialogue, hidden=False, is_narrow=False, removed_at=None)
        # a dialogue that still runs holds what not all see: nobody is counted there until it is measured again
        shown = shown if dialogue.state == "finished" else shown.none()
        voices = shown.filter(participant__number__lte=VOICES).order_by("participant__number")
        moments.create(
            dialogue=dialogue,
            day=at.astimezone(UTC).date(),
            measure=mirror.measure,
            contributions=mirror.scorecard["contributions"],
            figures=figures_of(mirror.scorecard),
            voices=list(voices.values_list("participant__number", flat=True).distinct()),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("mirror", "0005_moments"),
    ]

    operations = [
        migrations.RunPython(first_moments, migrations.RunPython.noop),
    ]
