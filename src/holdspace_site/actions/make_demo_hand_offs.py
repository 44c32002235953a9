"""Put somebody on duty in the made-up practice, with words that wait for them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from holdspace.content.demo import Demo
from holdspace_site.actions.add_passage import Setting, ToldBy
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.records.models import Agency, Client, Passage, Person


def put_on_duty(
    agency: Agency, made_up: Demo, staff: Mapping[str, Person], *, on: date
) -> None:
    """Enter the made-up steps and who reads, so that clients can tell on their own."""
    told = made_up.agency
    agency.escalation_steps = told.escalation_steps.strip()
    agency.protection_steps = told.protection_steps.strip()
    agency.duty_person = staff[told.duty]
    agency.cover_person = staff[told.cover]
    agency.cover_after_minutes = told.cover_after_minutes
    agency.review_due_on = on + timedelta(days=told.review_in_days)
    agency.save()


def write_hand_offs(client: Client, made_up: Demo, now: datetime) -> None:
    """Keep what this client sent a few minutes ago, and hand it over as it would be."""
    for told in made_up.hand_offs:
        if told.client != client.name:
            continue
        sent = now - timedelta(minutes=told.minutes_ago)
        passage = Passage(
            client=client,
            told_by=ToldBy.CLIENT.value,
            typed_by=client.person,
            told_on=timezone.localdate(sent),
            setting=Setting.ALONE.value,
            sensitivity=2,
            added_at=sent,
        )
        passage.words = told.words
        passage.save(force_insert=True)
        hand_off = hand_off_for(passage, by=client.person, now=sent)
        if hand_off and told.chose:
            hand_off.client_chose = told.chose
            hand_off.save(update_fields=["client_chose"])
