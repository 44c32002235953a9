"""Makes a fictional practice to try Holdspace with, always as fresh as today."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from holdspace.content.check_in import UnknownAnswer, check_in
from holdspace.content.codebook import codebook
from holdspace.content.demo_parts import (
    cycle_from,
    hour_from,
    notice_from,
    one_of,
    promise_from,
    way_from,
)
from holdspace.content.demo_records import (
    DemoAgency,
    DemoBoundary,
    DemoCheckIn,
    DemoClient,
    DemoCycle,
    DemoEpisode,
    DemoHandOff,
    DemoHelpNumber,
    DemoHour,
    DemoMark,
    DemoNotice,
    DemoPassage,
    DemoPresent,
    DemoPromise,
    DemoRupture,
    DemoSession,
    DemoStaff,
    DemoStep,
    DemoStrength,
    DemoVerdict,
    DemoWay,
)
from holdspace.content.pack import PackInfo, Table, read_pack
from holdspace.content.stories import (
    GoldSpan,
    Story,
    StoryMarkupError,
    parse_marked,
    shipped_stories,
)
from holdspace.vocabulary.text import Span

__all__ = [
    "Demo",
    "DemoAgency",
    "DemoBoundary",
    "DemoCheckIn",
    "DemoClient",
    "DemoCycle",
    "DemoEpisode",
    "DemoHandOff",
    "DemoHelpNumber",
    "DemoMark",
    "DemoNotice",
    "DemoPassage",
    "DemoPresent",
    "DemoPromise",
    "DemoRupture",
    "DemoSession",
    "DemoStaff",
    "DemoStep",
    "DemoStrength",
    "DemoVerdict",
    "DemoWay",
    "demo",
    "demo_from",
]

_ROLES = ("worker", "supervisor", "administrator")
_HELD = ("held", "missed", "planned")
_SHARED = ("worker", "supervisor", "nobody")
_REPAIR = ("open", "named", "partly", "repaired", "let_go")
_KINDS = ("withdrawal", "confrontation")
_WORDS = ("", "yes", "partly", "no", "rather_not_say", "let_it_go")
_BOUNDARIES = ("not_now", "never", "in_person", "already_told")
_PURPOSES = ("care", "supervision", "next_worker", "quality")
_VERDICTS = ("yes", "not_quite", "taken_back")
_ASKED = ("listened", "speed", "say", "between", "off", "talk", "before")


@dataclass(frozen=True, slots=True)
class Demo:
    """The made-up practice: its agency, its staff and its clients."""

    info: PackInfo
    agency: DemoAgency
    staff: tuple[DemoStaff, ...]
    clients: tuple[DemoClient, ...]
    hand_offs: tuple[DemoHandOff, ...]
    hours: tuple[DemoHour, ...]
    _generic: Callable[[Story], DemoClient] = field(repr=False, compare=False)

    def client_for(self, story: Story) -> DemoClient:
        """Return the client whose story this is.

        A story that does not ship, or that was changed, gets a plain client of that
        name: sessions and check-ins, but no words put in anybody's mouth.
        """
        for client in self.clients:
            if client.story == story:
                return client
        return self._generic(story)

    def person(self, role: str) -> DemoStaff | None:
        """Return the first member of staff in this role, None if there is none."""
        for person in self.staff:
            if person.role == role:
                return person
        return None


@cache
def demo(language: str = "en") -> Demo:
    """Return the made-up practice in `language`; read once, then kept.

    Raises:
        PackNotFound: if there is none in this language.
        PackBroken: if it cannot be used, or quotes words nobody said.
        StoryMarkupError: if the shipped stories cannot be read.
    """
    return demo_from(read_pack("demo", language), shipped_stories(language))


def demo_from(pack: Table, stories: Iterable[Story]) -> Demo:
    """Return the practice written in `pack` around these stories.

    Raises:
        PackBroken: if the pack has a fault, or quotes words that are not in the
            story or passages of the client.
        UnknownCode: if it names a code the codebook does not have.
    """
    by_name = {story.name: story for story in stories}
    clients = []
    for table in pack.tables("clients"):
        story = by_name.get(table.text("name"))
        if story is None:
            raise table.broken("a client has no story")
        clients.append(_Reader(table, story).client())
    template = pack.table("generic")

    def generic(story: Story) -> DemoClient:
        return _Reader(template, story).client()

    generic(Story("Anybody", "", "Anything", ()))
    return Demo(
        info=pack.info(),
        agency=_agency(pack.table("agency")),
        staff=tuple(
            DemoStaff(one_of(each, "role", _ROLES), each.text("name"))
            for each in pack.tables("staff")
        ),
        clients=tuple(clients),
        hand_offs=tuple(_hand_off(each, by_name) for each in pack.tables("hand_offs")),
        hours=tuple(map(hour_from, pack.tables("supervision_hours"))),
        _generic=generic,
    )


class _Reader:
    """Reads one client, with every quote looked up in what the client told."""

    def __init__(self, table: Table, story: Story) -> None:
        self._table = table
        self._story = story
        self._passages = tuple(map(_passage, table.tables("passages")))

    def client(self) -> DemoClient:
        table = self._table
        made = DemoClient(
            name=self._story.name,
            pronouns=table.text_or_empty("pronouns"),
            language=table.text("language"),
            interpreter=table.is_true("interpreter"),
            setting=table.text("setting"),
            told_days_ago=table.number("told_days_ago"),
            story=self._story,
            calm_list=table.texts("calm_list"),
            stop_sign=table.text_or_empty("stop_sign"),
            present=_present(table.table("present")),
            episodes=tuple(map(self._episode, table.tables("episodes"))),
            sessions=tuple(map(self._session, table.tables("sessions"))),
            ruptures=tuple(map(_rupture, table.tables("ruptures"))),
            passages=self._passages,
            promises=tuple(map(promise_from, table.tables("promises"))),
            boundaries=tuple(
                DemoBoundary(one_of(each, "kind", _BOUNDARIES), each.text("topic"))
                for each in table.tables("boundaries")
            ),
            verdicts=tuple(map(self._verdict, table.tables("verdicts"))),
            strengths=tuple(map(self._strength, table.tables("strengths"))),
            sharing=_sharing(table.table("sharing")) if table.has("sharing") else (),
            notices=tuple(map(notice_from, table.tables("notices"))),
            cycles=tuple(map(cycle_from, table.tables("cycles"))),
            way_of_working=way_from(table),
        )
        _check_weeks(table, made)
        return made

    def _mark(self, table: Table) -> DemoMark:
        """Return the mark a table names by code and by how its words begin."""
        code, quote = table.text("code"), table.text("quote")
        told = [("story", self._story.words, self._story.spans)]
        told += [(each.id, each.words, each.spans) for each in self._passages]
        for passage, words, spans in told:
            for gold in spans:
                if gold.code == code and _begins(gold, words, quote):
                    return DemoMark(code, passage, gold.span)
        raise table.broken(f"a quote for {code} is not among the client's words")

    def _episode(self, table: Table) -> DemoEpisode:
        ending = table.text_or_none("ending")
        if ending is not None:
            codebook().code(ending)
        stretches = tuple(map(self._stretch, table.tables("quotes")))
        if table.is_true("whole_story"):
            stretches = (Span(0, len(self._story.words)),)
        return DemoEpisode(
            id=table.text("id"),
            title=table.text("title"),
            service=table.text("service"),
            setting=table.text_or_empty("setting"),
            began_years_ago=table.number("began_years_ago"),
            ended_years_ago=table.number_or_none("ended_years_ago"),
            chosen=table.is_true("chosen") if table.has("chosen") else None,
            hope=table.text_or_empty("hope"),
            ending=ending,
            stretches=stretches,
        )

    def _stretch(self, table: Table) -> Span:
        words, last = self._story.words, table.text("to")
        start = words.find(table.text("from"))
        end = words.find(last, max(start, 0))
        if start < 0 or end < 0:
            raise table.broken("a phrase is not in the story")
        return Span(start, end + len(last))

    def _session(self, table: Table) -> DemoSession:
        has_answers = table.has("check_in")
        return DemoSession(
            week=table.number("week"),
            at=table.text("at"),
            place=table.text("place"),
            status=one_of(table, "status", _HELD),
            left=table.text_or_empty("left"),
            last_words=table.text_or_empty("last_words"),
            check_in=self._check_in(table.table("check_in")) if has_answers else None,
        )

    def _check_in(self, table: Table) -> DemoCheckIn:
        answers = {key: table.text(key) for key in _ASKED if table.has(key)}
        for question_id, answer_id in answers.items():
            try:
                check_in().question(question_id).answer(answer_id)
            except UnknownAnswer:
                raise table.broken(f"{question_id!r} has no such answer") from None
        has_cue = table.has("before_cue")
        return DemoCheckIn(
            answers=answers,
            shared_with=one_of(table, "shared_with", _SHARED),
            keep=table.text_or_empty("keep"),
            change=table.text_or_empty("change"),
            before_cue=self._mark(table.table("before_cue")) if has_cue else None,
        )

    def _verdict(self, table: Table) -> DemoVerdict:
        verdict = one_of(table, "verdict", _VERDICTS)
        correction = table.text_or_empty("correction")
        if (verdict == "not_quite") != bool(correction):
            raise table.broken("a correction goes with not_quite, and only with it")
        return DemoVerdict(
            self._mark(table), verdict, table.number("days_ago"), correction
        )

    def _strength(self, table: Table) -> DemoStrength:
        points = table.number("strength")
        if not 0 <= points <= 4:
            raise table.broken("a strength runs from 0 to 4")
        return DemoStrength(self._mark(table), points)


def _agency(table: Table) -> DemoAgency:
    return DemoAgency(
        name=table.text("name"),
        country=table.text("country"),
        opening_hours=table.text("opening_hours"),
        law=table.text("law"),
        help_numbers=tuple(
            DemoHelpNumber(each.text("name"), each.text("number"), each.text("say"))
            for each in table.tables("help_numbers")
        ),
        escalation_steps=table.text("escalation_steps"),
        protection_steps=table.text("protection_steps"),
        duty=one_of(table, "duty", _ROLES),
        cover=one_of(table, "cover", _ROLES),
        cover_after_minutes=table.number("cover_after_minutes"),
        review_in_days=table.number("review_in_days"),
    )


def _hand_off(table: Table, stories: Mapping[str, Story]) -> DemoHandOff:
    if table.text("client") not in stories:
        raise table.broken("a hand-off has no client")
    return DemoHandOff(
        client=table.text("client"),
        minutes_ago=table.number("minutes_ago"),
        chose=table.text_or_empty("chose"),
        words=table.text("words"),
    )


def _passage(table: Table) -> DemoPassage:
    try:
        marked = parse_marked(table.text("text"))
    except StoryMarkupError:
        raise table.broken("a mark in the text cannot be read") from None
    return DemoPassage(
        id=table.text("id"),
        week=table.number("week"),
        episode=table.text("episode"),
        words=marked.words,
        spans=marked.spans,
    )


def _present(table: Table) -> DemoPresent:
    return DemoPresent(
        title=table.text("title"),
        service=table.text("service"),
        began_week=table.number("began_week"),
        chosen=table.is_true("chosen"),
        hope=table.text_or_empty("hope"),
    )


def _rupture(table: Table) -> DemoRupture:
    return DemoRupture(
        week=table.number("week"),
        kind=one_of(table, "kind", _KINDS),
        what=table.text("what"),
        status=one_of(table, "status", _REPAIR),
        steps=tuple(
            DemoStep(
                each.number("week"),
                one_of(each, "status", _REPAIR),
                codebook().expand(each.texts("moves")),
            )
            for each in table.tables("steps")
        ),
        word=one_of(table, "word", _WORDS) if table.has("word") else "",
    )


def _sharing(table: Table) -> tuple[tuple[str, bool], ...]:
    return tuple((one, table.is_true(one)) for one in _PURPOSES if table.has(one))


def _begins(gold: GoldSpan, words: str, quote: str) -> bool:
    return gold.span.words_in(words).startswith(quote)


def _check_weeks(table: Table, client: DemoClient) -> None:
    """Refuse what would have happened in a session that was not held."""
    held = {each.week for each in client.sessions if each.status == "held"}
    told_in = {each.week for each in client.passages}
    told_in |= {each.week for each in client.ruptures}
    told_in |= {step.week for each in client.ruptures for step in each.steps}
    told_in |= {each.made_week for each in client.promises}
    told_in |= {each.week for each in client.sessions if each.check_in is not None}
    if not told_in <= held:
        raise table.broken("something happens in a week without a held session")
    days = {each.id: -7 * each.week for each in client.passages}
    for each in client.verdicts:
        if each.days_ago > days.get(each.mark.passage, client.told_days_ago):
            raise table.broken("a verdict is older than the words it is about")
    known = {"present"} | {each.id for each in client.episodes}
    if not {each.episode for each in client.passages} <= known:
        raise table.broken("a passage tells of an episode that is not there")
