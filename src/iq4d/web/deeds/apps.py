from django.apps import AppConfig


class DeedsConfig(AppConfig):
    name = "iq4d.web.deeds"

    def ready(self) -> None:
        from iq4d.web.circles.slots import CIRCLE_PAGE
        from iq4d.web.deeds.as_filled_in import besides_deed
        from iq4d.web.deeds.declared import deeds_and_stories
        from iq4d.web.deeds.keeping import keep_deed
        from iq4d.web.deeds.merging import bring_deeds
        from iq4d.web.deeds.slots import in_circle, under_deeds
        from iq4d.web.dialogues.actions.starting import filled_in
        from iq4d.web.dialogues.composing import keeps_more
        from iq4d.web.dialogues.declared import declares
        from iq4d.web.dialogues.slots import tells_more
        from iq4d.web.people.actions import merging

        keeps_more("deed", keep_deed)
        tells_more("deed", under_deeds)
        filled_in["deed"] = besides_deed
        merging.append(bring_deeds)
        declares.append(deeds_and_stories)
        CIRCLE_PAGE.add("deeds/in_circle.html", in_circle)
