"""Read how far somebody is with telling their story: what they need to go on."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.privacy.access import Role, Verb
from holdspace.story.telling import Given, Pace, Step, Way
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.keep_draft import Version, drafts_in
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    Client,
    GivenAnswer,
    Person,
    TellingSettings,
)
from holdspace_site.records.scope import client_for
from holdspace_site.records.sharing import episodes_open_to, passages_open_to


@dataclass(frozen=True, slots=True)
class Telling:
    """Where a client is in the intake: their answers so far, and how they want it.

    `calm` is their own list of what calms them. `helps` names earlier periods of help
    by their number. `drafts` are the reader's own. `told_in` is the passage a step was
    answered with, by the key of the step, where the reader may read it. `language` and
    `supported_by` are of whoever is in the room, empty when nobody said.
    """

    client: Client
    given: tuple[Given, ...]
    way: Way
    calm: tuple[str, ...] = field(repr=False)
    helps: dict[int, str] = field(repr=False)
    drafts: dict[str, tuple[Version, ...]] = field(repr=False)
    worker_names: tuple[str, ...] = ()
    told_in: dict[str, UUID] = field(default_factory=dict)
    language: str = ""
    supported_by: str = field(default="", repr=False)


def read_telling(
    client_id: int, *, by: Person, now: datetime, together: bool = False
) -> Telling:
    """Return how far a client is, with the drafts of whoever asks and nobody else's.

    `together` says that the worker leads. No word that was told is in it, so it is no
    look at the story and stands in no log.
    """
    client = client_for(by, client_id, _verb(by), now=now)
    settings = TellingSettings.objects.filter(client=client).first()
    kept = settings.kept if settings else {}
    titles = {str(row.pk): row.title for row in episodes_open_to(client, by)}
    answers = list(client.given_answers.filter(replaced_at__isnull=True))
    told_in = _told_in(client, answers, by)
    team = client.team.filter(until__isnull=True).select_related("person")
    return Telling(
        client=client,
        given=tuple(
            Given(
                step=Step(row.question, row.part),
                answer=Answer(row.answer),
                on=timezone.localdate(row.given_at),
                choices=tuple(tapped.get("choices", ())),
                cards=tuple(tapped.get("cards", ())),
            )
            for row, tapped in _with_tapped(answers, told_in, by)
        ),
        way=Way(
            pace=Pace(kept.get("pace", Pace.AFTER_A_WEEK.value)),
            tender_yes=bool(kept.get("tender_yes")),
            age=settings.age if settings else None,
            interpreter=bool(settings and settings.through_interpreter),
            together=together,
        ),
        calm=tuple(kept.get("calm", ())),
        helps={
            int(part): titles.get(episode, "")
            for part, episode in kept.get("helps", {}).items()
        },
        drafts=drafts_in(client, by),
        worker_names=tuple(member.person.name for member in team),
        told_in=told_in,
        language=kept.get("language", ""),
        supported_by=kept.get("supported_by", ""),
    )


def _told_in(client: Client, answers: list[GivenAnswer], by: Person) -> dict[str, UUID]:
    open_to_them = set(passages_open_to(client, by).values_list("pk", flat=True))
    return {
        Step(row.question, row.part).key: row.passage_id
        for row in answers
        if row.passage_id in open_to_them
    }


def _with_tapped(
    answers: list[GivenAnswer], told_in: dict[str, UUID], by: Person
) -> list[tuple[GivenAnswer, dict[str, object]]]:
    """Return each answer with what was tapped; of one held back, nothing."""
    own = by.role == Role.CLIENT.value
    return [
        (row, row.tapped if own or Step(row.question, row.part).key in told_in else {})
        for row in answers
    ]


def choose_way(
    client_id: int,
    *,
    by: Person,
    now: datetime,
    pace: str | None = None,
    tender_yes: bool | None = None,
    calm: list[str] | None = None,
) -> None:
    """Keep how the client wants to be asked; None leaves a choice as it is.

    Raises:
        NotPossible: if there is no such pace.
        NoSuchRecord: if this is not their own record.
    """
    client = client_for(by, client_id, Verb.TELL, now=now)
    chosen: dict[str, object] = {}
    if pace is not None:
        if pace not in set(Pace):
            raise NotPossible("pace")
        chosen["pace"] = pace
    if tender_yes is not None:
        chosen["tender_yes"] = tender_yes
    if calm is not None:
        chosen["calm"] = [line.strip() for line in calm if line.strip()][:20]
    with transaction.atomic():
        settings = TellingSettings.objects.get_or_create(client=client)[0]
        settings.kept = {**settings.kept, **chosen}
        settings.save()


def prepare_telling(
    client_id: int,
    *,
    age: int | None,
    through_interpreter: bool,
    by: Person,
    now: datetime,
    language: str = "",
    supported_by: str = "",
) -> None:
    """Keep who is in the room, as a worker knows it: it changes what is asked.

    `age` in years, None for a grown-up. `language` is the one the client speaks,
    `supported_by` who is there to help them, in a few words; empty for nobody.
    """
    client = client_for(by, client_id, Verb.LEAD_TELLING, now=now)
    with transaction.atomic():
        settings = TellingSettings.objects.get_or_create(client=client)[0]
        settings.age, settings.through_interpreter = age, through_interpreter
        settings.kept = settings.kept | {
            "language": language,
            "supported_by": supported_by.strip(),
        }
        settings.save()
        write_down(Verb.LEAD_TELLING.value, by=by, now=now, client_id=client.pk)


def hear_tender_yes(client_id: int, *, yes: bool, by: Person, now: datetime) -> None:
    """Keep that the client said yes to tender questions in the room, or took it back.

    Under 18 it opens them for a person to ask, never for the child alone.
    """
    client = client_for(by, client_id, Verb.LEAD_TELLING, now=now)
    with transaction.atomic():
        settings = TellingSettings.objects.get_or_create(client=client)[0]
        settings.kept = settings.kept | {"tender_yes": yes}
        settings.save()
        write_down(Verb.LEAD_TELLING.value, by=by, now=now, client_id=client.pk)


def _verb(by: Person) -> Verb:
    return Verb.TELL if by.role == Role.CLIENT.value else Verb.LEAD_TELLING
