"""A guest turned out to have an account: what the guest said yes to, the account did."""

from __future__ import annotations

from django.utils import timezone

from iq4d.web.people.models import Person
from iq4d.web.reports import actions
from iq4d.web.reports.models import Answer, Release, ReportPage


def bring_answers(guest: Person, into: Person) -> None:
    """Where both were asked it is one answer, and a yes of either is a yes.

    Names are others from now on: the pages inside are made anew.
    """
    for one in Answer.objects.select_related("release").filter(person=guest):
        own = Answer.objects.filter(release=one.release_id, person=into).first()
        if own is None:
            Answer.objects.filter(pk=one.pk).update(person=into)
            continue
        if one.yes and not own.yes:
            Answer.objects.filter(pk=own.pk).update(yes=True, at=one.at)
        one.delete()
        actions.settle(release=one.release, now=timezone.now())
    Release.objects.filter(asked_by=guest).update(asked_by=into)
    ReportPage.objects.filter(dialogue__participants__person__in=[guest, into]).delete()
