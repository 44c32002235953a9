"""A questionnaire as a form: on a client's page, a handed-over device, from paper."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from holdspace.alliance.sessions import SharedWith
from holdspace.content.instrument_records import Instrument, InstrumentItem
from holdspace.measures.scoring import AnswerOutsideScale, label_of
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.give_questionnaire import FilledIn

WHO_SEES = (
    (
        SharedWith.WORKER,
        gettext_lazy("My worker"),
        gettext_lazy("They see your answers and what they add up to."),
    ),
    (
        SharedWith.SUPERVISOR,
        gettext_lazy("Their supervisor, not my worker"),
        gettext_lazy("The supervisor sees what they add up to, without your name."),
    ),
    (
        SharedWith.NOBODY,
        gettext_lazy("Nobody"),
        gettext_lazy("It stays on your page, for you alone."),
    ),
)
"""Who may see the answers, each with what that means; none is chosen beforehand."""

_FIELD = "q-"


def form_context(
    instrument: Instrument,
    *,
    sent: Mapping[str, str] | None = None,
    shared_with: str = "",
) -> dict[str, object]:
    """Return what questionnaire/_form.html needs; `sent` is what was typed before."""
    typed = sent or {}
    asked = [_question(instrument, item, typed) for item in instrument.items]
    return {
        "instrument": instrument,
        "gates": [one for one in asked if one["is_gate"]],
        "questions": [one for one in asked if not one["is_gate"]],
        "who_sees": who_sees(shared_with),
    }


def who_sees(shared_with: str) -> list[dict[str, object]]:
    """Return who may see the answers, the present choice marked."""
    return [
        {"value": who.value, "words": words, "means": means}
        | {"on": who.value == shared_with}
        for who, words, means in WHO_SEES
    ]


def _question(
    instrument: Instrument, item: InstrumentItem, typed: Mapping[str, str]
) -> dict[str, object]:
    name = f"{_FIELD}{item.id}"
    chosen = typed.get(name, "")
    return {
        "name": name,
        "words": label_of(instrument, item),
        "is_gate": item.is_gate,
        "is_line": item.answers.is_line,
        "low": f"{item.answers.low:g}",
        "high": f"{item.answers.high:g}",
        "typed": chosen,
        "answers": [
            {
                "value": f"{option.value:g}",
                "words": item.answers.words_of(option.value),
                "on": f"{option.value:g}" == chosen,
            }
            for option in item.answers.options
        ],
    }


def answers_in(sent: QueryDict, instrument: Instrument) -> dict[str, float]:
    """Return the answers of a sent form; what was left open is not in it.

    Raises:
        AnswerOutsideScale: if something is no number.
    """
    answers = {}
    for item in instrument.items:
        typed = sent.get(f"{_FIELD}{item.id}", "").strip().replace(",", ".")
        if typed:
            try:
                answers[item.id] = float(typed)
            except ValueError:
                raise AnswerOutsideScale(instrument.id, item.id) from None
    return answers


def filled_in(sent: QueryDict, instrument: Instrument) -> FilledIn:
    """Return a sent form. Raises AnswerOutsideScale and NotPossible."""
    shared_with = shared_in(sent.get("shared_with", ""))
    return FilledIn(answers_in(sent, instrument), shared_with)


def shared_in(value: str) -> SharedWith:
    """Return who sees it; nobody but the client, where they chose nothing."""
    if not value:
        return SharedWith.NOBODY
    try:
        return SharedWith(value)
    except ValueError:
        raise NotPossible("choice of who sees it") from None
