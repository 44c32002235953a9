"""Turns what somebody told in answer to a question into passages and readings."""

from dataclasses import dataclass, field, fields
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.content.codebook import Code, codebook
from holdspace.content.intake import Question, intake
from holdspace.content.intake_records import ExtraCard, Slider
from holdspace.privacy.access import Role
from holdspace.story.episodes import EpisodeKind
from holdspace.story.readings import Certainty, NoticedBy, Verdict
from holdspace.story.telling import Step, part_of_kind
from holdspace.vocabulary.dates import PartialDate
from holdspace_site.actions.add_passage import Setting, ToldBy, as_kept
from holdspace_site.actions.errors import NotPossible
from holdspace_site.records.models import (
    Client,
    Episode,
    GivenVerdict,
    Passage,
    Person,
    Reading,
    Recording,
    TellingSettings,
)

_KINDS_OF_HELP = "B1"
_ENDING = "E"


@dataclass(frozen=True, slots=True)
class Told:
    """What was told: own words, cards (codes), choices (ids of the pack).

    `sliders` say by code where between the two ends, 0 to 4. `about` counts the
    earlier period of help it tells of, 0 when it says none. `began` and `ended` are
    dates as people remember them. `translation` is an interpreter's.
    """

    words: str = field(default="", repr=False)
    cards: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    sliders: dict[str, int] = field(default_factory=dict)
    about: int = field(default=0, repr=False)
    began: str = ""
    ended: str = ""
    language: str = "en"
    translation: str = field(default="", repr=False)
    supported_by: str = field(default="", repr=False)
    recording: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it: no word, card, choice, slider, sound."""
        dates = self.began.strip() or self.ended.strip()
        tapped = self.cards or self.choices or self.sliders
        return not (self.words.strip() or tapped or dates or self.recording)

    def tapped(self) -> dict[str, object]:
        """Return what was picked rather than said, as plain values."""
        picked = ("cards", "choices", "sliders", "about", "began", "ended")
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {key: values[key] for key in picked if values[key]}


class Teller:
    """Writes down one answer of one client."""

    def __init__(
        self, client: Client, setting: Setting, *, by: Person, now: datetime
    ) -> None:
        self._client = client
        self._setting = setting
        self._by = by
        self._now = now
        self._own = by.role == Role.CLIENT.value
        self._settings = TellingSettings.objects.get_or_create(client=client)[0]

    def tell(self, question: Question, step: Step, told: Told) -> tuple[Passage, ...]:
        """Keep the passages of an answer, own words first, and what they say.

        A card and a choice are passages too: their words are the answer as it was
        shown. The client tapping a card is their own yes to it.
        """
        if question.id == _KINDS_OF_HELP:
            self._keep_helpers(question, told)
        if "calm_list" in question.feeds_fields:
            self._keep_calm(told)
        episode = self._episode(step.part or told.about)
        if episode:
            self._put_into(episode, question, told)
        passages = [
            self._passage(words, question, step, episode)
            for words in filter(None, (_chosen(question, told),))
        ]
        if told.words.strip() or told.recording:
            own = self._passage(as_kept(told.words), question, step, episode)
            passages.insert(0, _with_company(own, told))
        for passage in passages:
            passage.save(force_insert=True)
        if told.recording:
            self._attach(told.recording, passages[0])
        for words, codes in (*_tapped_cards(told), *_slid(question, told)):
            passages.append(self._passage(words, question, step, episode))
            passages[-1].save(force_insert=True)
            self._read(passages[-1], codes)
        return tuple(passages)

    def _passage(
        self, words: str, question: Question, step: Step, episode: Episode | None
    ) -> Passage:
        passage = Passage(
            client=self._client,
            episode=episode,
            told_by=ToldBy.CLIENT.value,
            typed_by=self._by,
            told_on=timezone.localdate(self._now),
            setting=self._setting.value,
            question=step.question,
            part=step.part,
            sensitivity=question.level,
            added_at=self._now,
        )
        passage.words = words
        return passage

    def _read(self, passage: Passage, codes: list[Code]) -> None:
        for code in codes:
            reading = Reading.objects.create(
                client=self._client,
                passage=passage,
                episode=passage.episode,
                code=code.id,
                start=0,
                end=len(passage.words),
                certainty=Certainty.SAID.value,
                noticed_by=NoticedBy.CLIENT.value,
                marked_by=self._by,
                marked_at=self._now,
            )
            if self._own:
                self._say_yes_to(reading)

    def _say_yes_to(self, reading: Reading) -> None:
        GivenVerdict.objects.create(
            client=self._client,
            reading=reading,
            verdict=Verdict.YES.value,
            given_by=self._by,
            given_at=self._now,
        )

    def _attach(self, recording_id: str, passage: Passage) -> None:
        own = Recording.objects.filter(
            client=self._client, writer=self._by, passage=None
        )
        try:
            attached = own.filter(pk=recording_id).update(passage=passage)
        except ValidationError:
            attached = 0
        if not attached:
            raise NotPossible("recording")

    def _keep_helpers(self, question: Question, told: Told) -> None:
        """Keep an earlier period of help for each kind of helper that was tapped."""
        kept = self._settings.kept
        helps = kept.setdefault("helps", {})
        kinds = [c for c in question.choices if c.id in told.choices and c.id != "none"]
        for kind in kinds:
            part = str(part_of_kind(kind.id))
            if part not in helps:
                helps[part] = str(self._new_episode(kind.words).pk)
        if not kinds and told.words.strip() and "1" not in helps:
            helps["1"] = str(self._new_episode("").pk)
        self._keep(kept)

    def _keep_calm(self, told: Told) -> None:
        """Add what calms them to the list the pause screen shows them."""
        kept = self._settings.kept
        lines = [line.strip() for line in as_kept(told.words).split("\n")]
        calm = [*kept.get("calm", []), *filter(None, lines)]
        self._keep({**kept, "calm": list(dict.fromkeys(calm))})

    def _new_episode(self, title: str) -> Episode:
        episode = Episode(client=self._client, kind=EpisodeKind.EARLIER.value)
        episode.title = title
        episode.save(force_insert=True)
        return episode

    def _episode(self, part: int) -> Episode | None:
        """Return the period of help a part counts; None for part 0.

        One that the client told of beyond the kinds they tapped is begun here.
        """
        if not part:
            return None
        kept = self._settings.kept
        helps = kept.setdefault("helps", {})
        found = self._client.episodes.filter(pk=helps.get(str(part))).first()
        if found is None:
            found = self._new_episode("")
            helps[str(part)] = str(found.pk)
            self._keep(kept)
        return found

    def _keep(self, kept: dict[str, object]) -> None:
        self._settings.kept = kept
        self._settings.save()

    def _put_into(self, episode: Episode, question: Question, told: Told) -> None:
        """Put into the period of help what an answer says of it as a whole."""
        if "chosen" in question.feeds_fields and told.choices:
            episode.chosen = "chose" in told.choices
        if "hope" in question.feeds_fields:
            episode.hoped_for = as_kept(told.words).strip()
        endings = [card for card in told.cards if card.startswith(f"{_ENDING}.")]
        if question.section == _ENDING and len(endings) == 1:
            episode.ending = endings[0]
        for name in ("began", "ended"):
            if typed := getattr(told, name).strip():
                setattr(episode, name, PartialDate.read(typed).canonical)
        episode.version += 1
        episode.save()


def _with_company(passage: Passage, told: Told) -> Passage:
    """Put onto a passage who helped to say it, and what an interpreter made of it."""
    passage.language, passage.supported_by = told.language, told.supported_by.strip()
    passage.translation = as_kept(told.translation)
    if passage.translation:
        passage.translated_into = intake().info.language
    return passage


def _chosen(question: Question, told: Told) -> str:
    """Return the tapped choices as they were shown; empty when none were."""
    return ", ".join(c.words for c in question.choices if c.id in told.choices)


def _extra_cards() -> tuple[ExtraCard, ...]:
    asked = intake()
    return (*asked.youth.extra_cards, *asked.interpreter.extra_cards)


def _tapped_cards(told: Told) -> list[tuple[str, list[Code]]]:
    """Return each tapped card's words with its codes; a card may stand for several."""
    extra = {"+".join(card.codes): card.words for card in _extra_cards()}
    book, cards = codebook(), []
    for card in dict.fromkeys(told.cards):
        if not all(book.has(code) for code in card.split("+")):
            raise NotPossible("card")
        codes = [book.code(code) for code in card.split("+")]
        cards.append((extra.get(card, codes[0].plain_words), codes))
    return cards


def _slid(question: Question, told: Told) -> list[tuple[str, list[Code]]]:
    """Return each slider's answer in words, with its code."""
    return [
        (_place(slider, told.sliders[slider.code]), [codebook().code(slider.code)])
        for slider in question.sliders
        if slider.code in told.sliders
    ]


def slider_places(slider: Slider) -> tuple[str, ...]:
    """Return the five places of a slider in words, from its first end to its second."""
    first, second = slider.ends
    return (
        first,
        _("rather: %(end)s") % {"end": first},
        _("in the middle"),
        _("rather: %(end)s") % {"end": second},
        second,
    )


def _place(slider: Slider, place: int) -> str:
    """Return where a slider stands, in words: 0 and 4 are its ends, 2 the middle."""
    try:
        return f"{slider.words}: {slider_places(slider)[place]}"
    except (IndexError, TypeError):
        raise NotPossible("place on a slider") from None
