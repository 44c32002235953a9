"""What every model and every action of the site keeps to."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

import holdspace_site.actions
from holdspace_site.records import as_library, sealed
from holdspace_site.records.sealed import SealedAnswers, SealedBytes, SealedWords

CANARY = "quetzalcoatlus"
ACTIONS = Path(holdspace_site.actions.__file__).parent

OURS = [
    model
    for label in ("records", "key_store")
    for model in apps.get_app_config(label).get_models()
]
OWNERS = {"agency", "client", "person"}

# Nobody's: what they hold says nothing about anybody.
OF_NOBODY = {"AccessLogHead", "SignInTries"}

# Text of a client's record that is not sealed, because it is picked from a list or is
# no more than a date. Words somebody types are sealed: see records/sealed.py.
NOT_WORDS = {
    "AdvanceNotice": {"kind"},
    "Boundary": {"kind", "question"},
    "CheckIn": {"shared_with", "way"},
    "Episode": {"kind", "began", "ended", "ending"},
    "Formulation": {"verdict"},
    "GivenVerdict": {"verdict"},
    "ClientQuestion": {"about", "record_id"},
    "Cycle": {"verdict"},
    "Draft": {"slot", "lane"},
    "GivenAnswer": {"question", "answer", "setting"},
    "HandOff": {"rule", "client_chose", "decision"},
    "Letter": {"kind"},
    "LetterLine": {"verdict"},
    "Passage": {"told_by", "setting", "language", "question", "translated_into"},
    "Recording": {"slot", "kind"},
    "SharingChoice": {"purpose"},
    "Questionnaire": {"instrument", "shared_with", "version", "way"},
    "Promise": {"status"},
    "PromiseChange": {"step"},
    "Reading": {"code", "certainty", "noticed_by"},
    "Repair": {"kind", "status"},
    "RepairGround": {"ground"},
    "RepairStep": {"from_status", "to_status"},
    "RepairWord": {"word"},
    "StepOfCycle": {"code"},
    "Session": {"status", "place", "course", "side"},
    "TriggerWording": {"code", "part", "verdict"},
    "WayLine": {"kind", "key", "verdict"},
    "WayStep": {"step"},
}

# What holds somebody's words, wherever it is a field of a dataclass.
WORDS = {
    *("about", "client_name", "correction", "last_words", "left_open"),
    *("password", "quote", "topic", "words"),
}


def named(model):
    return model.__name__


# --- Models -------------------------------------------------------------------


def canary_for(attribute):
    if isinstance(attribute, SealedAnswers):
        return {"before_cue": CANARY}
    return CANARY.encode() if isinstance(attribute, SealedBytes) else CANARY


@pytest.mark.parametrize("model", OURS, ids=named)
def test_no_row_shows_words_when_it_is_printed(model, monkeypatch):
    monkeypatch.setattr(sealed, "key_for", lambda client_id, table: bytes(32))
    monkeypatch.setattr(sealed, "agency_key_for", lambda agency_id, table: bytes(32))
    row = model(**{model._meta.pk.attname: 7} if model._meta.pk.name == "id" else {})
    for field in model._meta.fields:
        if isinstance(field, models.CharField | models.TextField):
            setattr(row, field.attname, CANARY)
        if field.attname in {"client_id", "agency_id"}:
            setattr(row, field.attname, 7)
    for name, attribute in vars(model).items():
        if isinstance(attribute, SealedWords):
            setattr(row, name, canary_for(attribute))
            assert getattr(row, name) == canary_for(attribute)
    printed = f"{row!s} {row!r}"
    if model._meta.pk.get_internal_type() != "CharField":
        assert CANARY not in printed
    assert "object (" not in printed  # Django's own wording: nobody thought about it


@pytest.mark.parametrize("model", OURS, ids=named)
def test_every_row_belongs_to_somebody(model):
    if model.__name__ in OF_NOBODY:
        return
    of = {
        field.related_model.__name__.lower()
        for field in model._meta.fields
        if field.is_relation and field.related_model is not None
    }
    by_number = {
        field.name.removesuffix("_id")
        for field in model._meta.fields
        if field.name.endswith("_id")
    }
    assert (of | by_number) & OWNERS or model.__name__ == "Agency"


@pytest.mark.parametrize("model", OURS, ids=named)
def test_what_is_typed_about_a_client_is_sealed(model):
    fields = {field.name: field for field in model._meta.fields}
    if model.__name__ != "Client" and not isinstance(
        fields.get("client"), models.ForeignKey
    ):
        return
    text = {
        name
        for name, field in fields.items()
        if isinstance(field, models.CharField | models.TextField)
    }
    assert text <= NOT_WORDS.get(model.__name__, set())


@pytest.mark.parametrize("model", OURS, ids=named)
def test_every_sealed_column_is_opened_by_exactly_one_attribute(model):
    columns = {f.name for f in model._meta.fields if f.name.endswith("_sealed")}
    opened = [a._column for a in vars(model).values() if isinstance(a, SealedWords)]
    assert sorted(opened) == sorted(columns)


# --- Actions ------------------------------------------------------------------


def action_modules():
    for found in pkgutil.iter_modules([str(ACTIONS)]):
        yield importlib.import_module(f"{holdspace_site.actions.__name__}.{found.name}")


def test_no_dataclass_of_an_action_shows_words_when_it_is_printed():
    showing = [
        f"{kind.__name__}.{field.name}"
        for module in action_modules()
        for kind in vars(module).values()
        if dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
        for field in dataclasses.fields(kind)
        if field.name in WORDS and field.repr
    ]
    assert not showing


def is_atomic(node):
    return "transaction.atomic" in ast.unparse(node)


def inside_transactions(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and any(is_atomic(w) for w in node.items):
            yield from node.body
        if isinstance(node, ast.FunctionDef) and any(
            map(is_atomic, node.decorator_list)
        ):
            yield from node.body


def test_nobody_is_refused_inside_a_transaction():
    """Rolled back, it would take the entry of the refused look with it."""
    refusing = [
        f"{file.name}: {ast.unparse(call.func)}"
        for file in sorted(ACTIONS.glob("*.py"))
        for statement in inside_transactions(ast.parse(file.read_text("utf-8")))
        for call in ast.walk(statement)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"client_for", "one_of", "refuse"}
    ]
    assert not refusing
    assert not any(one.get("ATOMIC_REQUESTS") for one in settings.DATABASES.values())


# --- The gate to what a client told -------------------------------------------

# Who may look at passages without asking records/sharing.py what is open: those that
# put passages there, set them aside or take them away, and show nobody a word.
ROUND_THE_GATE = {
    "answer_letter.py",  # keeps what the client answered, sets aside what it replaces
    "correct_passage.py",  # locks the row that `one_of` let through
    "erase_client.py",  # deletes all of them
    "give_answer.py",  # sets an earlier answer aside
    "mark_reading.py",  # locks the row that `one_of` let through
    "own_words.py",  # keeps what the client says instead, sets it aside when taken back
    "session_words.py",  # keeps what a worker wrote down of a session
    "write_letter.py",  # leaves out what is held back
}
PAST_THE_GATE = re.compile(r"\bPassage\.objects\b|\bclient\.passages\b")


def test_no_action_reads_passages_round_the_gate():
    past = {
        file.name
        for file in ACTIONS.glob("*.py")
        if PAST_THE_GATE.search(file.read_text("utf-8"))
    }
    assert past <= ROUND_THE_GATE


def test_nothing_above_the_actions_reads_passages():
    site = ACTIONS.parent
    past = [
        str(file.relative_to(site))
        for folder in (site / "web", site / "commands")
        for file in folder.rglob("*.py")
        if PAST_THE_GATE.search(file.read_text("utf-8"))
    ]
    assert not past


def test_readings_are_only_handed_out_with_open_passages():
    for function in (as_library.passages_of, as_library.readings_of):
        asked = inspect.signature(function).parameters.values()
        assert all(each.default is inspect.Parameter.empty for each in asked)
