"""Fill an empty practice with made-up people, so that everything can be tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from holdspace.alliance.sessions import SessionStatus
from holdspace.content.demo import Demo, demo
from holdspace.content.demo_records import DemoClient, DemoSession
from holdspace.content.stories import GoldSpan, Story
from holdspace.privacy.access import Role
from holdspace.story.episodes import EpisodeKind
from holdspace.story.readings import Certainty, NoticedBy
from holdspace.vocabulary.dates import PartialDate
from holdspace_site.actions.add_passage import Setting, ToldBy
from holdspace_site.actions.add_people import add_client, join_care_team, supervise
from holdspace_site.actions.errors import AlreadySetUp
from holdspace_site.actions.make_demo_cycles import write_cycles
from holdspace_site.actions.make_demo_hand_offs import put_on_duty, write_hand_offs
from holdspace_site.actions.make_demo_repairs import (
    Record,
    write_notices,
    write_promises,
    write_repairs,
)
from holdspace_site.actions.make_demo_supervision import write_hours
from holdspace_site.actions.make_demo_way import write_way_of_working
from holdspace_site.records.keyring import make_agency_key
from holdspace_site.records.models import (
    Agency,
    Boundary,
    CheckIn,
    Client,
    Episode,
    GivenVerdict,
    Passage,
    Person,
    Reading,
    Session,
    SharingChoice,
)

_STORY = "story"


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Who can sign in to the demo: staff by role, and every client's account."""

    staff: dict[str, Person]
    clients: tuple[Client, ...]


def make_demo(stories: Iterable[Story], *, now: datetime) -> DemoPeople:
    """Make the fictional practice around `stories`, its days counted from `now`.

    Raises:
        AlreadySetUp: if there is a practice: fiction never mixes with real records.
    """
    made_up = demo()
    with transaction.atomic():
        if Agency.objects.exists():
            raise AlreadySetUp
        staff = _staff(made_up, now)
        clients = []
        for story in stories:
            told = made_up.client_for(story)
            began = now + timedelta(weeks=told.present.began_week)
            administrator = staff[Role.ADMINISTRATOR.value]
            worker = staff[Role.WORKER.value]
            client = add_client(name=told.name, by=administrator, now=began)
            join_care_team(client.pk, worker.pk, by=administrator, now=began)
            _Writer(client, worker, told, now).write()
            clients.append(client)
            if told in made_up.clients:
                write_hand_offs(client, made_up, now)
        write_hours(made_up, staff, now)
    return DemoPeople(staff=staff, clients=tuple(clients))


def _staff(made_up: Demo, now: datetime) -> dict[str, Person]:
    told = made_up.agency
    agency = Agency.objects.create(
        name=told.name,
        is_demo=True,
        opening_hours=told.opening_hours,
        help_numbers="\n".join(f"{n.name}: {n.number}" for n in told.help_numbers),
        passed_on_by_law=told.law,
        listening_on=True,
        set_up_at=now,
    )
    make_agency_key(agency.pk)
    staff = {}
    for member in made_up.staff:
        person = Person(
            agency=agency,
            role=member.role,
            name=member.name,
            sign_in_name=member.role,
            added_at=now,
        )
        person.set_unusable_password()
        person.save()
        staff[member.role] = person
    put_on_duty(agency, made_up, staff, on=timezone.localdate(now))
    supervise(
        staff[Role.SUPERVISOR.value].pk,
        staff[Role.WORKER.value].pk,
        by=staff[Role.ADMINISTRATOR.value],
        now=now,
    )
    return staff


class _Writer:
    """Writes one made-up client's record."""

    def __init__(
        self, client: Client, worker: Person, told: DemoClient, now: datetime
    ) -> None:
        self._client = client
        self._worker = worker
        self._told = told
        self._now = now
        self._today = timezone.localdate(now)
        self._episodes: dict[str, Episode] = {}
        self._readings: dict[tuple[str, str, int], Reading] = {}

    def write(self) -> None:
        self._write_episodes()
        self._write_sessions()
        self._write_passages()
        self._write_verdicts()
        record = Record(self._client, self._worker, self._told, self._now)
        write_promises(record)
        write_repairs(record)
        write_notices(record)
        write_cycles(record)
        self._write_boundaries()
        write_way_of_working(record)
        self._write_sharing()

    def _day(self, days_ago: int) -> date:
        return self._today - timedelta(days=days_ago)

    def _moment(self, on: date, at: str = "12:00") -> datetime:
        return timezone.make_aware(datetime.combine(on, time.fromisoformat(at)))

    def _write_episodes(self) -> None:
        present = self._client.episodes.get(kind=EpisodeKind.PRESENT.value)
        told = self._told.present
        present.title, present.hoped_for = told.title, told.hope
        present.chosen = told.chosen
        began = self._today + timedelta(weeks=told.began_week)
        present.began = f"{began:%Y-%m}"
        present.save()
        self._episodes["present"] = present
        for earlier in self._told.episodes:
            ended = earlier.ended(self._today)
            episode = Episode(
                client=self._client,
                kind=EpisodeKind.EARLIER.value,
                began=PartialDate.read(earlier.began(self._today)).canonical,
                ended=PartialDate.read(ended).canonical if ended else "",
                chosen=earlier.chosen,
                ending=earlier.ending or "",
            )
            episode.title, episode.hoped_for = earlier.title, earlier.hope
            episode.save(force_insert=True)
            self._episodes[earlier.id] = episode

    def _write_sessions(self) -> None:
        by_date = sorted(self._told.sessions, key=lambda session: session.week)
        for number, told in enumerate(by_date, start=1):
            at = self._moment(told.on(self._today), told.at)
            session = Session(
                client=self._client,
                worker=self._worker,
                number=number,
                at=at,
                place=told.place,
                status=SessionStatus(told.status).value,
            )
            session.left_open, session.last_words = told.left, told.last_words
            session.save(force_insert=True)
            if told.check_in:
                self._write_check_in(session, told)

    def _write_check_in(self, session: Session, told: DemoSession) -> None:
        answered = told.check_in
        if answered is None:
            return
        answers = dict(answered.answers)
        if answered.before_cue:
            answers["before_cue"] = self._told.words_of(answered.before_cue)
        for key in ("keep", "change"):
            if words := getattr(answered, key):
                answers[key] = words
        check_in = CheckIn(
            client=self._client,
            session=session,
            shared_with=answered.shared_with,
            given_at=session.at + timedelta(hours=1),
        )
        check_in.answers = answers
        check_in.save(force_insert=True)

    def _write_passages(self) -> None:
        story = self._told.story
        told_on = self._day(self._told.told_days_ago)
        passage = self._write_passage(story.words, told_on, None)
        for gold in story.spans:
            episode = self._told.episode_of(gold.span)
            self._write_reading(_STORY, passage, gold, episode.id if episode else None)
        for later in self._told.passages:
            told_on = self._today + timedelta(weeks=later.week)
            episode = self._episodes[later.episode]
            passage = self._write_passage(later.words, told_on, episode)
            for gold in later.spans:
                self._write_reading(later.id, passage, gold, later.episode)

    def _write_passage(
        self, words: str, told_on: date, episode: Episode | None
    ) -> Passage:
        passage = Passage(
            client=self._client,
            episode=episode,
            told_by=ToldBy.CLIENT.value,
            typed_by=self._worker,
            told_on=told_on,
            setting=Setting.SESSION.value,
            language=self._told.language,
            sensitivity=2,
            added_at=self._moment(told_on),
        )
        passage.words = words
        passage.save(force_insert=True)
        return passage

    def _write_reading(
        self, source: str, passage: Passage, gold: GoldSpan, episode: str | None
    ) -> None:
        reading = Reading.objects.create(
            client=self._client,
            passage=passage,
            episode=self._episodes[episode] if episode else None,
            code=gold.code,
            start=gold.span.start,
            end=gold.span.end,
            certainty=Certainty.SAID.value,
            strength=self._strength(source, gold),
            noticed_by=NoticedBy.WORKER.value,
            marked_by=self._worker,
            marked_at=passage.added_at,
        )
        self._readings[source, gold.code, gold.span.start] = reading

    def _strength(self, source: str, gold: GoldSpan) -> int:
        for told in self._told.strengths:
            if (told.mark.passage, told.mark.code, told.mark.span) == (
                source,
                gold.code,
                gold.span,
            ):
                return told.points
        return 0

    def _write_verdicts(self) -> None:
        for told in self._told.verdicts:
            mark = told.mark
            given = GivenVerdict(
                client=self._client,
                reading=self._readings[mark.passage, mark.code, mark.span.start],
                verdict=told.verdict,
                given_by=self._client.person,
                given_at=self._moment(self._day(told.days_ago), "20:00"),
            )
            given.correction = told.correction
            given.save(force_insert=True)

    def _write_boundaries(self) -> None:
        for told in self._told.boundaries:
            boundary = Boundary(
                client=self._client,
                kind=told.kind,
                set_on=self._day(self._told.told_days_ago),
                set_by=self._client.person,
            )
            boundary.topic = told.topic
            boundary.save(force_insert=True)

    def _write_sharing(self) -> None:
        for purpose, allowed in self._told.sharing:
            SharingChoice.objects.create(
                client=self._client,
                purpose=purpose,
                allowed=allowed,
                chosen_by=self._client.person,
                chosen_at=self._moment(self._day(self._told.told_days_ago), "13:00"),
            )
