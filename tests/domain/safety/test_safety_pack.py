import pytest

from holdspace.content.pack import PackBroken, parse_pack, read_text
from holdspace.content.safety import safety, safety_from

PACK = safety()
TEXT = read_text("safety.toml")


def test_it_says_what_it_is_not():
    assert PACK.label == (
        "These words may need a human to read them. This is not a risk assessment. "
        "Silence of the list never means safe."
    )


def test_there_are_five_groups_of_words_and_none_is_above_another():
    assert [group.id for group in PACK.groups] == [
        "hurting_oneself",
        "hurting_somebody",
        "being_hurt",
        "in_danger",
        "medical",
        "answer",
    ]
    assert [g.id for g in PACK.groups if not g.phrases] == ["answer"]
    fields = {name for group in PACK.groups for name in type(group).__slots__}
    assert not fields & {"level", "score", "weight", "severity", "risk"}


def test_the_client_reads_the_calm_text_and_has_four_ways():
    assert PACK.calm.lines == (
        "Thank you for telling us.",
        "You are not in trouble.",
        "A person should hear this.",
    )
    assert [one.words for one in PACK.calm.choices] == [
        "Call now",
        "Text instead",
        "Ask my worker",
        "I am safe for now",
    ]
    assert all(one.says for one in PACK.calm.choices)
    assert PACK.choice("call_now") is PACK.calm.choices[0]
    assert PACK.choice("never") is None


def test_no_action_needs_its_reason():
    assert [one.id for one in PACK.decisions] == [
        "talk_now",
        "safety_plan",
        "consult",
        "agency_step",
        "no_action",
    ]
    assert PACK.decision("no_action").needs_words
    assert PACK.decision("never") is None


def test_somebody_hurt_by_a_professional_does_not_have_to_decide():
    assert PACK.options.title == "It was not your fault. You do not have to decide."
    assert [item.id for item in PACK.options.items] == [
        "talk",
        "nothing_now",
        "complaint",
        "police",
        "advocate",
        "write_it",
        "not_write",
    ]
    assert all(item.sentence.endswith(".") for item in PACK.options.items)


def test_the_notice_names_the_hours_and_the_number():
    assert PACK.notice_for("Monday to Friday", "112") == (
        "People read this Monday to Friday. It is not watched at other times. If you "
        "might hurt yourself or someone, or are in danger, call 112 now."
    )
    assert PACK.notice_for(" ", "112").startswith("Nobody watches this page")


def test_the_gentle_ask_can_be_skipped_and_leads_to_help():
    assert [one.id for one in PACK.gentle_ask.choices][-1] == "skip"
    opening = {one.id for one in PACK.gentle_ask.choices if one.opens_calm_card}
    assert opening == {"not_sure", "not_safe", "a_person"}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"ready to die"', '"Ready to die"', "not written as a phrase"),
        ('"ready to die"', '"ready  to die"', "not written as a phrase"),
        ('"ready to die"', '"don\'t"', "not written as a phrase"),
        ('steps = "protection"', 'steps = "other"', "'steps' must be one of"),
    ],
)
def test_a_pack_with_a_fault_names_the_place(old, new, why):
    broken = parse_pack("safety", TEXT.replace(old, new))
    with pytest.raises(PackBroken, match=why):
        safety_from(broken)
