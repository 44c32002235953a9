"""Gives the questions a client may answer after a session, and their answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from holdspace.content.pack import PackBroken, PackInfo, Table, read_pack
from holdspace.vocabulary.errors import HoldspaceError

OWN_WORDS = ("keep", "change")
"""Under which names the two halves of the question in own words are kept."""


class UnknownAnswer(HoldspaceError):
    """An answer was named that the question does not offer."""

    next_step = "Pick one of the answers of the question."

    def __init__(self, question: str, answer: str) -> None:
        super().__init__(f"{question!r} has no answer {answer[:30]!r}.")


class UnknownQuestion(HoldspaceError):
    """A question was named that this pack does not have."""

    next_step = "Pick one of the questions of the pack."

    def __init__(self, question: str) -> None:
        super().__init__(f"There is no question {question[:30]!r}.")


@dataclass(frozen=True, slots=True)
class CheckInAnswer:
    """One answer as it is shown; `value` is None where no number is meant."""

    id: str
    words: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class CheckInQuestion:
    """One question after a session; no answers means the client's own words.

    `second_words` is the second half of a question asked in two halves, "" if none.
    `asks_after` names answers of `follows` after which this question is shown. `ends`
    are the words at the two ends of a row of numbers, lowest first; both empty where
    the answers are words.
    """

    id: str
    words: str
    answers: tuple[CheckInAnswer, ...] = ()
    second_words: str = ""
    follows: str = ""
    asks_after: tuple[str, ...] = ()
    opens_repair_on: tuple[str, ...] = ()
    picks_from: str = ""
    ends: tuple[str, str] = ("", "")
    error: float = 0.0

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers of its answers, lowest first; empty where none is meant."""
        return tuple(sorted(a.value for a in self.answers if a.value is not None))

    def answer(self, answer_id: str) -> CheckInAnswer:
        """Return the answer with this id. Raises UnknownAnswer if there is none."""
        for answer in self.answers:
            if answer.id == answer_id:
                return answer
        raise UnknownAnswer(self.id, answer_id)


@dataclass(frozen=True, slots=True)
class CheckInPack:
    """The check-in: its questions and one that follows; never a total or a cut-off.

    `when_always_best` is what a worker reads when every answer is always the best.
    """

    info: PackInfo
    label: str
    intro: str
    when_always_best: str
    questions: tuple[CheckInQuestion, ...]
    follow_ups: tuple[CheckInQuestion, ...]

    def question(self, question_id: str) -> CheckInQuestion:
        """Return a question or follow-up by id. Raises UnknownQuestion if none."""
        for question in self.questions + self.follow_ups:
            if question.id == question_id:
                return question
        raise UnknownQuestion(question_id)

    def kept_of(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return what is kept of answers as they were given; none is required.

        A follow-up counts only after an answer it follows, own words once they are
        more than space, and what no question asks for is left out.

        Raises:
            UnknownAnswer: if a question has no such answer.
        """
        kept = {
            question.id: question.answer(given[question.id]).id
            for question in self.questions + self.follow_ups
            if question.answers and given.get(question.id)
        }
        for question in self.follow_ups:
            if kept.get(question.follows) not in question.asks_after:
                kept.pop(question.id, None)
        own = {key: given.get(key, "").strip() for key in OWN_WORDS}
        return kept | {key: words for key, words in own.items() if words}

    def newest_of(self, given: Iterable[Mapping[str, str]]) -> dict[str, str]:
        """Return the newest answer to each question of check-ins about one session.

        `given` are their answers, the newest last. One that leaves a question open
        takes no earlier answer away. What follows an answer, and the own words picked
        with it, go with the answer they stood under.

        >>> check_in().newest_of([{"off": "big", "talk": "now"}, {"off": "no"}])
        {'off': 'no'}
        >>> check_in().newest_of([{"off": "big", "talk": "now"}, {"speed": "right"}])
        {'off': 'big', 'talk': 'now', 'speed': 'right'}
        """
        newest: dict[str, str] = {}
        for answers in given:
            with_it = tuple(f"{key}_" for key in answers)
            after = {one.id for one in self.follow_ups if one.follows in answers}
            for key in list(newest):
                if key in after or key.startswith(with_it):
                    del newest[key]
            newest |= answers
        return newest

    def follow_up(
        self, question_id: str, answer_id: str | None
    ) -> CheckInQuestion | None:
        """Return the question that follows this answer, None when none follows."""
        for question in self.follow_ups:
            if question.follows == question_id and answer_id in question.asks_after:
                return question
        return None


@cache
def check_in(language: str = "en") -> CheckInPack:
    """Return the check-in in `language`; read once, then kept.

    Raises:
        PackNotFound: if there is none in this language.
        PackBroken: if it cannot be used.
    """
    return check_in_from(read_pack("check_in", language))


def check_in_from(pack: Table) -> CheckInPack:
    """Return the check-in written in `pack`. Raises PackBroken if it has a fault."""
    made = CheckInPack(
        info=pack.info(),
        label=pack.table("check_in").text("label"),
        intro=pack.table("check_in").text("intro"),
        when_always_best=pack.table("check_in").text("when_always_best"),
        questions=tuple(_question(table) for table in pack.tables("questions")),
        follow_ups=tuple(_question(table) for table in pack.tables("follow_ups")),
    )
    _check_references(pack.pack, made)
    return made


def _question(table: Table) -> CheckInQuestion:
    answers = tuple(
        CheckInAnswer(each.text("id"), each.text("words"), each.number_or_none("value"))
        for each in table.tables("answers")
    )
    scale = table.table("scale") if table.has("scale") else None
    return CheckInQuestion(
        id=table.text("id"),
        words=table.text("words"),
        answers=_numbers(scale) if scale else answers,
        error=_tenths(table),
        ends=(scale.text("low_words"), scale.text("high_words")) if scale else ("", ""),
        second_words=table.text_or_empty("second_words"),
        follows=table.text_or_empty("follows"),
        asks_after=table.texts("asks_after"),
        opens_repair_on=table.texts("opens_repair_on"),
        picks_from=table.text_or_empty("picks_from"),
    )


def _tenths(table: Table) -> float:
    """Return `error_in_tenths` as points; a pack holds whole numbers only."""
    return (table.number_or_none("error_in_tenths") or 0) / 10


def _numbers(scale: Table) -> tuple[CheckInAnswer, ...]:
    """Return an answer for each number of a row of them, worded as `says` has it."""
    lowest, highest = scale.number("lowest"), scale.number("highest")
    if not lowest < highest:
        raise scale.broken("'lowest' is not below 'highest'")
    says = scale.text("says")
    return tuple(
        CheckInAnswer(str(each), says.replace("{number}", str(each)), each)
        for each in range(lowest, highest + 1)
    )


def _check_references(name: str, made: CheckInPack) -> None:
    try:
        for question in made.questions:
            for answer_id in question.opens_repair_on:
                question.answer(answer_id)
        for question in made.follow_ups:
            for answer_id in question.asks_after:
                made.question(question.follows).answer(answer_id)
    except (UnknownAnswer, UnknownQuestion) as reason:
        raise PackBroken(name, str(reason.args[0]).rstrip(".")) from None
