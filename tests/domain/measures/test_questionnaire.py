"""An instrument as a FHIR R4 Questionnaire."""

import json

import pytest

from holdspace.content.instruments import instrument, instrument_ids
from holdspace.measures.questionnaire import to_fhir_questionnaire

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def questions_in(items):
    for item in items:
        if item["type"] == "group":
            yield from questions_in(item["item"])
        else:
            yield item


@pytest.mark.parametrize("name", instrument_ids())
def test_every_instrument_becomes_plain_json_with_all_its_questions(name):
    made = json.loads(json.dumps(to_fhir_questionnaire(instrument(name))))
    assert made["resourceType"] == "Questionnaire"
    assert (made["url"], made["version"]) == (
        f"urn:holdspace:questionnaire:{name}",
        "2026.1",
    )
    questions = list(questions_in(made["item"]))
    assert [q["linkId"] for q in questions] == [i.id for i in instrument(name).items]
    assert not any(q["required"] for q in questions)
    assert made["copyright"]


def test_an_answer_carries_its_number():
    made = to_fhir_questionnaire(instrument("phq-9"))
    last = list(questions_in(made["item"]))[8]
    coding = last["answerOption"][3]["valueCoding"]
    assert coding == {
        "extension": [{"url": ORDINAL, "valueDecimal": 3}],
        "code": "3",
        "display": "Nearly every day",
    }


def test_codes_nobody_compared_are_left_out():
    phq_9 = to_fhir_questionnaire(instrument("phq-9"))
    assert phq_9["code"] == [{"system": "http://loinc.org", "code": "44249-1"}]
    questions = list(questions_in(phq_9["item"]))
    assert questions[0]["code"][0]["code"] == "44250-9"
    assert "code" not in questions[8]
    assert "Regenstrief" in phq_9["copyright"]
    assert "code" not in to_fhir_questionnaire(instrument("gad-7"))


def test_what_stands_behind_a_gate_is_enabled_by_it():
    made = to_fhir_questionnaire(instrument("pc-ptsd-5"))
    gate, *rest = questions_in(made["item"])
    assert "enableWhen" not in gate
    assert all(
        question["enableWhen"]
        == [{"question": "event", "operator": "!=", "answerCoding": {"code": "0"}}]
        for question in rest
    )


def test_a_line_is_a_decimal():
    made = to_fhir_questionnaire(instrument("srs"))
    assert {question["type"] for question in made["item"]} == {"decimal"}


def test_a_skeleton_has_no_words_of_its_owner():
    made = to_fhir_questionnaire(instrument("wai-sr"))
    assert [q["text"] for q in made["item"]] == [f"Question {n}" for n in range(1, 13)]
    display = [o["valueCoding"]["display"] for o in made["item"][0]["answerOption"]]
    assert display == ["1", "2", "3", "4", "5"]
