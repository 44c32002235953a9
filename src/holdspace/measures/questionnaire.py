"""Writes an instrument as a FHIR R4 Questionnaire, as plain data."""

from holdspace.content.instrument_records import AnswerSet, Instrument, InstrumentItem
from holdspace.measures.scoring import label_of

LOINC = "http://loinc.org"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
CANONICAL = "urn:holdspace:questionnaire:"
_LOINC_NOTICE = "LOINC codes are copyright Regenstrief Institute: loinc.org/license."


def to_fhir_questionnaire(instrument: Instrument) -> dict[str, object]:
    """Return the instrument as a FHIR R4 (4.0.1) Questionnaire resource.

    No question is required. An answer carries the number it counts as (ordinalValue);
    a line to mark is a decimal. Codes nobody has compared with LOINC are left out. A
    skeleton has "Question 1" for its words. A question behind a gate is enabled by it.
    """
    made: dict[str, object] = {
        "resourceType": "Questionnaire",
        "url": f"{CANONICAL}{instrument.id}",
        "version": instrument.info.version,
        "name": "".join(part.title() for part in instrument.id.split("-")),
        "title": instrument.title,
        "status": "active",
        "subjectType": ["Patient"],
        "description": instrument.about,
        "copyright": " ".join(_copyright(instrument)),
        "item": _items(instrument),
    }
    codes = instrument.loinc
    if codes and codes.is_checked:
        made["code"] = [{"system": LOINC, "code": codes.panel}]
    return made


def _copyright(instrument: Instrument) -> list[str]:
    rights = instrument.rights
    said = [*instrument.notices] or [f"{rights.owner}: {rights.basis}."]
    codes = instrument.loinc
    return [*said, _LOINC_NOTICE] if codes and codes.is_checked else said


def _items(instrument: Instrument) -> list[dict[str, object]]:
    """Return the questions; those read after the stem stand in a group under it."""
    gates = [item for item in instrument.items if item.is_gate]
    rest = [
        _item(instrument, item, gates) for item in instrument.items if not item.is_gate
    ]
    first = [_item(instrument, gate, []) for gate in gates]
    if not instrument.stem:
        return [*first, *rest]
    group: dict[str, object] = {
        "linkId": "stem",
        "text": instrument.stem,
        "type": "group",
        "item": rest,
    }
    return [*first, group]


def _item(
    instrument: Instrument, item: InstrumentItem, gates: list[InstrumentItem]
) -> dict[str, object]:
    made: dict[str, object] = {
        "linkId": item.id,
        "text": label_of(instrument, item),
        "type": "decimal" if item.answers.is_line else "choice",
        "required": False,
    }
    codes = instrument.loinc
    if codes and codes.is_checked and item.id in codes.items:
        made["code"] = [{"system": LOINC, "code": codes.items[item.id]}]
    if gates:
        made["enableWhen"] = [
            {
                "question": gate.id,
                "operator": "!=",
                "answerCoding": {"code": f"{gate.answers.low:g}"},
            }
            for gate in gates
        ]
    if not item.answers.is_line:
        made["answerOption"] = _options(item.answers)
    return made


def _options(answers: AnswerSet) -> list[dict[str, object]]:
    return [
        {
            "valueCoding": {
                "extension": [{"url": ORDINAL, "valueDecimal": option.value}],
                "code": f"{option.value:g}",
                "display": answers.words_of(option.value),
            }
        }
        for option in answers.options
    ]
