"""Gives the intake: each question, why it is asked, and how to ask it gently."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from holdspace.content.codebook import Code, codebook
from holdspace.content.intake_checks import PAGES, check
from holdspace.content.intake_records import (
    AgeBand,
    AloneRules,
    Branch,
    Choice,
    Condition,
    ExtraCard,
    ExtraQuestion,
    HardParts,
    InterpreterRules,
    Level,
    Loop,
    Question,
    Section,
    Slider,
    Variant,
    Visit,
    WorkerLedRules,
    YouthRules,
)
from holdspace.content.pack import PackInfo, Table, read_pack
from holdspace.vocabulary.errors import HoldspaceError

__all__ = [
    "PAGES",
    "AgeBand",
    "AloneRules",
    "Branch",
    "Choice",
    "Condition",
    "ExtraCard",
    "ExtraQuestion",
    "HardParts",
    "Intake",
    "InterpreterRules",
    "Level",
    "Loop",
    "Question",
    "Section",
    "Slider",
    "UnknownIntakeQuestion",
    "Variant",
    "Visit",
    "WorkerLedRules",
    "YouthRules",
    "intake",
    "intake_from",
]


class UnknownIntakeQuestion(HoldspaceError):
    """A question was named that the intake does not have."""

    next_step = "Pick a question of the intake, such as A1."

    def __init__(self, question: str) -> None:
        super().__init__(f"The intake has no question {question[:20]!r}.")


@dataclass(frozen=True, slots=True)
class Intake:
    """The whole intake, in the order it is asked."""

    info: PackInfo
    frame: str
    frame_links: tuple[Choice, ...]
    levels: tuple[Level, ...]
    variants: tuple[Variant, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    c_lite_about: str
    c_lite: tuple[str, ...]
    c_lite_then: tuple[str, ...]
    loop: Loop
    hard_parts: HardParts
    alone: AloneRules
    worker_led: WorkerLedRules
    youth: YouthRules
    interpreter: InterpreterRules
    access: tuple[str, ...]

    def question(self, question_id: str) -> Question:
        """Return a question by id. Raises UnknownIntakeQuestion if there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise UnknownIntakeQuestion(question_id)

    def section(self, letter: str) -> Section:
        """Return a section by letter. Raises UnknownIntakeQuestion if there is none."""
        for section in self.sections:
            if section.letter == letter:
                return section
        raise UnknownIntakeQuestion(letter)

    def in_section(self, letter: str) -> tuple[Question, ...]:
        """Return the questions of a section in order, empty if there is no such."""
        return tuple(each for each in self.questions if each.section == letter)

    def sitting(
        self, number: int, *, with_level_3: bool = False
    ) -> tuple[Question, ...]:
        """Return what a client alone is asked in sitting `number`, counted from 1.

        Empty after the last sitting. Level 3 is left out unless `with_level_3` says
        that the client asked for it.
        """
        if not 1 <= number <= len(self.alone.sittings):
            return ()
        highest = 3 if with_level_3 else self.alone.highest_level
        return tuple(
            question
            for letter in self.alone.sittings[number - 1]
            for question in self.in_section(letter)
            if question.level <= highest
        )

    def cards_of(
        self, question_id: str, *, with_level_3: bool = False
    ) -> tuple[Code, ...]:
        """Return the codes whose plain words can be tapped as cards, in order.

        Empty for a question that asks for no words. A level 3 card is left out
        unless `with_level_3` says that the client gave that yes.

        Raises:
            UnknownIntakeQuestion: if there is no such question.
        """
        question = self.question(question_id)
        if not question.free_text:
            return ()
        codes = (codebook().code(code_id) for code_id in question.feeds_codes)
        return tuple(code for code in codes if code.level < 3 or with_level_3)

    def next_of(self, question_id: str, answers: Iterable[str]) -> tuple[str, ...]:
        """Return where these answers lead beyond the next question, empty if nowhere.

        Raises:
            UnknownIntakeQuestion: if there is no such question.
        """
        given = set(answers)
        question = self.question(question_id)
        if given.intersection(question.risky):
            given.add("risky")
        if given.intersection(question.feeds_codes):
            given.add("any_card")
        found: dict[str, None] = {}
        for branch in question.branch:
            if given.intersection(branch.when):
                found.update(dict.fromkeys(branch.then))
        return tuple(found)


@cache
def intake(language: str = "en") -> Intake:
    """Return the intake in `language`; read once, then kept.

    Raises:
        PackNotFound: if there is none in this language.
        PackBroken: if it cannot be used.
        UnknownCode: if it names a code the codebook does not have.
    """
    return intake_from(read_pack("intake", language))


def intake_from(pack: Table) -> Intake:
    """Return the intake written in `pack`.

    Raises:
        PackBroken: if the pack has a fault.
        UnknownCode: if it names a code the codebook does not have.
    """
    questions = tuple(_question(table) for table in pack.tables("questions"))
    ids = [question.id for question in questions]
    frame, c_lite = pack.table("frame"), pack.table("c_lite")
    made = Intake(
        info=pack.info(),
        frame=frame.text("text"),
        frame_links=_choices(frame, "links"),
        levels=tuple(
            Level(each.number("level"), each.text("title"), each.text("rule"))
            for each in pack.tables("levels")
        ),
        variants=tuple(
            Variant(each.text("id"), each.text("title"), each.text("about"))
            for each in pack.tables("variants")
        ),
        sections=tuple(_section(table) for table in pack.tables("sections")),
        questions=questions,
        c_lite_about=c_lite.text("about"),
        c_lite=_ids_in(c_lite, ids),
        c_lite_then=_ids_in(c_lite, ids, "then"),
        loop=_loop(pack.table("loop"), ids),
        hard_parts=_hard_parts(pack.table("hard_parts"), ids),
        alone=_alone(pack.table("alone")),
        worker_led=_worker_led(pack.table("worker_led"), ids),
        youth=_youth(pack.table("youth"), ids),
        interpreter=_interpreter(pack.table("interpreter")),
        access=pack.table("access").texts("rules"),
    )
    check(pack, made)
    return made


def _section(table: Table) -> Section:
    return Section(
        table.text("letter"),
        table.text("title"),
        table.number("level"),
        table.text("opening"),
    )


def _question(table: Table) -> Question:
    return Question(
        id=table.text("id"),
        section=table.text("section"),
        words=table.text("words"),
        why=table.text("why"),
        level=table.number("level"),
        hint=table.text_or_empty("hint"),
        free_text=table.is_true("free_text"),
        choices=_choices(table, "choices"),
        branch=tuple(
            Branch(each.texts("if"), each.texts("then"))
            for each in table.tables("branch")
        ),
        feeds_codes=codebook().expand(table.texts("feeds_codes")),
        feeds_fields=table.texts("feeds_fields"),
        sliders=tuple(_slider(each) for each in table.tables("sliders")),
        risky=table.texts("risky"),
        only_if=_condition(table, "only_if"),
        unless=_condition(table, "unless"),
        lite_words=table.text_or_empty("lite_words"),
    )


def _slider(table: Table) -> Slider:
    ends = table.texts("ends")
    if len(ends) != 2:
        raise table.broken("a slider has two ends")
    return Slider(table.text("code"), table.text("words"), (ends[0], ends[1]))


def _condition(table: Table, key: str) -> Condition | None:
    if not table.has(key):
        return None
    found = table.table(key)
    return Condition(found.text("question"), found.texts("choices"))


def _choices(table: Table, key: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(each.text("id"), each.text("words")) for each in table.tables(key)
    )


def _loop(table: Table, ids: list[str]) -> Loop:
    return Loop(
        asked_in=table.text("asked_in"),
        none=table.text("none"),
        questions=_ids_in(table, ids),
        another_in=table.text("another_in"),
        another=table.text("another"),
    )


def _hard_parts(table: Table, ids: list[str]) -> HardParts:
    return HardParts(
        asked_in=table.text("asked_in"),
        nothing_hard=table.texts("nothing_hard"),
        questions=_ids_in(table, ids),
    )


def _alone(table: Table) -> AloneRules:
    return AloneRules(
        most_questions=table.number("most_questions"),
        highest_level=table.number("highest_level"),
        sittings=tuple(tuple(each.split()) for each in table.texts("sittings")),
        stop_line=table.text("stop_line"),
        rules=table.texts("rules"),
    )


def _worker_led(table: Table, ids: list[str]) -> WorkerLedRules:
    return WorkerLedRules(
        rules=table.texts("rules"),
        reflect_back=table.texts("reflect_back"),
        validation=table.texts("validation"),
        visits=tuple(
            Visit(
                each.text("title"),
                each.number("first"),
                each.number("last"),
                _ids_in(each, ids),
            )
            for each in table.tables("visits")
        ),
    )


def _youth(table: Table, ids: list[str]) -> YouthRules:
    return YouthRules(
        say_first=table.text("say_first"),
        endings=table.text("endings"),
        asked_by_a_person=table.texts("asked_by_a_person"),
        asked_by_a_person_until_age=table.number("asked_by_a_person_until_age"),
        extra_questions=tuple(
            ExtraQuestion(each.text("after"), each.text("words"))
            for each in table.tables("extra_questions")
        ),
        extra_cards=_extra_cards(table),
        bands=tuple(
            AgeBand(
                from_age=each.number("from_age"),
                to_age=each.number("to_age"),
                with_adult=each.is_true("with_adult"),
                pictures=each.is_true("pictures"),
                own_login=each.is_true("own_login"),
                questions=_ids_in(each, ids),
                note=each.text_or_empty("note"),
            )
            for each in table.tables("bands")
        ),
    )


def _interpreter(table: Table) -> InterpreterRules:
    return InterpreterRules(table.texts("rules"), _extra_cards(table))


def _extra_cards(table: Table) -> tuple[ExtraCard, ...]:
    return tuple(
        ExtraCard(each.text("words"), codebook().expand(each.texts("codes")))
        for each in table.tables("extra_cards")
    )


def _ids_in(table: Table, ids: list[str], key: str = "questions") -> tuple[str, ...]:
    """Return the question ids a table names; a section letter is all its questions."""
    found: list[str] = []
    for name in table.texts(key):
        of_section = [each for each in ids if each[:1] == name]
        if not of_section and name not in ids:
            raise table.broken(f"there is no question {name!r}")
        found += of_section or [name]
    return tuple(found)
