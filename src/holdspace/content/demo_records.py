"""Holds what the made-up practice is made of: people, sessions, promises, verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from holdspace.content.stories import GoldSpan, Story
from holdspace.vocabulary.text import Span


@dataclass(frozen=True, slots=True)
class DemoHelpNumber:
    """A number to call, and when to call it."""

    name: str
    number: str
    say: str


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """The made-up practice; `country` is an ISO 3166 code, `law` clearly a sample.

    It has all that lets clients tell on their own: its steps, who reads, by role, who
    covers after how long, and in how many days it looks at this again.
    """

    name: str
    country: str
    opening_hours: str
    law: str
    help_numbers: tuple[DemoHelpNumber, ...]
    escalation_steps: str
    protection_steps: str
    duty: str
    cover: str
    cover_after_minutes: int
    review_in_days: int


@dataclass(frozen=True, slots=True)
class DemoHandOff:
    """Words a made-up client sent that may need a person; still unread."""

    client: str
    minutes_ago: int
    chose: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoPoint:
    """One thing the made-up colleagues agreed on; `who` is the role that does it."""

    what: str
    who: str
    due_in_days: int
    done: bool


@dataclass(frozen=True, slots=True)
class DemoHour:
    """One hour of supervision the made-up worker had with their supervisor."""

    days_ago: int
    next_in_days: int
    words: str = field(repr=False)
    points: tuple[DemoPoint, ...]


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Somebody who works there; `role` is worker, supervisor or administrator."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoMark:
    """One coded span: in the passage with this id, or in "story"."""

    code: str
    passage: str
    span: Span


@dataclass(frozen=True, slots=True)
class DemoEpisode:
    """One earlier period of help, by role and never by name.

    `ended_years_ago` None means that it goes on, `chosen` None that it is not
    known, `ending` None that no ending was told. `stretches` are the parts of the
    story that tell of it.
    """

    id: str
    title: str
    service: str
    setting: str
    began_years_ago: int
    ended_years_ago: int | None
    chosen: bool | None
    hope: str = field(repr=False)
    ending: str | None
    stretches: tuple[Span, ...]

    def began(self, today: date) -> str:
        """Return the partial date of its beginning, such as "about 2023"."""
        return f"about {today.year - self.began_years_ago}"

    def ended(self, today: date) -> str | None:
        """Return the partial date of its end, None when it goes on."""
        if self.ended_years_ago is None:
            return None
        return f"about {today.year - self.ended_years_ago}"

    def tells(self, span: Span) -> bool:
        """Return whether a span of the story lies in what tells of this episode."""
        return any(
            part.start <= span.start and span.end <= part.end for part in self.stretches
        )


@dataclass(frozen=True, slots=True)
class DemoPresent:
    """The present period of help; `began_week` counts weeks from today."""

    title: str
    service: str
    began_week: int
    chosen: bool
    hope: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoCheckIn:
    """What was answered after a session; a question not in `answers` was skipped.

    `answers` holds answer ids by question id of the check-in pack, follow-up
    included. `shared_with` is worker, supervisor or nobody. `before_cue` is what
    the client picked from their own triggers, None if nothing.
    """

    answers: Mapping[str, str] = field(repr=False)
    shared_with: str
    keep: str = field(default="", repr=False)
    change: str = field(default="", repr=False)
    before_cue: DemoMark | None = None


@dataclass(frozen=True, slots=True)
class DemoSession:
    """One meeting; `week` counts from today, `status` is held, missed or planned.

    `left` is what the worker noted, `last_words` what the client said last, "" if
    nothing. `check_in` None means that nobody answered.
    """

    week: int
    at: str
    place: str
    status: str
    left: str = field(default="", repr=False)
    last_words: str = field(default="", repr=False)
    check_in: DemoCheckIn | None = None

    def on(self, today: date) -> date:
        """Return its date."""
        return today + timedelta(weeks=self.week)


@dataclass(frozen=True, slots=True)
class DemoPassage:
    """Something told later, in session `week`; `episode` is an id or "present"."""

    id: str
    week: int
    episode: str
    words: str = field(repr=False)
    spans: tuple[GoldSpan, ...]


@dataclass(frozen=True, slots=True)
class DemoStep:
    """One step of a repair: named, partly, repaired or let_go, with its moves (M)."""

    week: int
    status: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoRupture:
    """A strain in session `week`, where its repair stands, and how it got there.

    `kind` is withdrawal or confrontation, `status` open, named, partly, repaired
    or let_go. `word` is what the client says of it, "" if nothing.
    """

    week: int
    kind: str
    what: str = field(repr=False)
    status: str
    steps: tuple[DemoStep, ...] = ()
    word: str = ""


@dataclass(frozen=True, slots=True)
class DemoPromise:
    """What the worker said they would do; `status` is open, kept or not_kept.

    `before` is how it was put before it was renegotiated, `instead` what the worker
    does instead of one they could not keep; each "" if nothing.
    """

    what: str = field(repr=False)
    made_week: int
    due_in_days: int
    status: str
    before: str = field(default="", repr=False)
    instead: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DemoNotice:
    """Word of a break, a new_worker or an ending, given in session `week`.

    `ends_in_days` None is no end.
    """

    kind: str
    week: int
    begins_in_days: int
    ends_in_days: int | None
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoBoundary:
    """A topic and its rule: not_now, never, in_person or already_told."""

    kind: str
    topic: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoVerdict:
    """The client's word on one mark: yes, not_quite (with correction), taken_back."""

    mark: DemoMark
    verdict: str
    days_ago: int
    correction: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DemoStrength:
    """How strong the client said it was, 0 to 4."""

    mark: DemoMark
    points: int


@dataclass(frozen=True, slots=True)
class DemoWay:
    """How two people agreed to work together: drafted, put, all but one line agreed.

    `tries` is what the client proposes to try. `kept` is the answer they gave in the
    check-in of `kept_week` to the lines they were asked about.
    """

    put_days_ago: int
    agreed_days_ago: int
    tries: str
    kept_week: int
    kept: str


@dataclass(frozen=True, slots=True)
class DemoCycle:
    """What the client drew of what goes round: a code and their words for each step."""

    days_ago: int
    steps: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoClient:
    """One made-up client with everything that happened; `story` is told first.

    All weeks and days count from today. The story was told `told_days_ago`. `sharing`
    holds the purposes they said yes or no to.
    """

    name: str
    pronouns: str
    language: str
    interpreter: bool
    setting: str
    told_days_ago: int
    story: Story
    calm_list: tuple[str, ...] = field(repr=False)
    stop_sign: str = field(repr=False)
    present: DemoPresent
    episodes: tuple[DemoEpisode, ...]
    sessions: tuple[DemoSession, ...]
    ruptures: tuple[DemoRupture, ...]
    passages: tuple[DemoPassage, ...]
    promises: tuple[DemoPromise, ...]
    boundaries: tuple[DemoBoundary, ...]
    verdicts: tuple[DemoVerdict, ...]
    strengths: tuple[DemoStrength, ...]
    sharing: tuple[tuple[str, bool], ...] = ()
    notices: tuple[DemoNotice, ...] = ()
    cycles: tuple[DemoCycle, ...] = ()
    way_of_working: DemoWay | None = None

    def episode_of(self, span: Span) -> DemoEpisode | None:
        """Return the earlier episode a span of the story tells of.

        None means that it tells of here and now.
        """
        for episode in self.episodes:
            if episode.tells(span):
                return episode
        return None

    def words_of(self, mark: DemoMark) -> str:
        """Return the exact words under a mark."""
        for passage in self.passages:
            if passage.id == mark.passage:
                return mark.span.words_in(passage.words)
        return mark.span.words_in(self.story.words)
