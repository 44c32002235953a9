"""What was worked out together: whose page it is, and words that fit who reads them."""

import json
import re
from unittest import mock

import pytest
import typst
from django.urls import reverse

from holdspace_site.actions.read_way_of_working import read_way_of_working
from holdspace_site.actions.write_formulation import write_formulation
from holdspace_site.actions.write_way_of_working import (
    draft_way_of_working,
    put_way_of_working,
)
from holdspace_site.web import way_of_working_forms
from holdspace_site.web.check_in_paper import check_in_pdf


def page(browser, name, *arguments):
    return browser.get(reverse(name, args=arguments)).content.decode()


@pytest.mark.parametrize(
    "name", ["way-of-working", "trigger-map", "formulation", "cycles", "draw-cycle"]
)
def test_the_heading_says_whose_page_it_is(as_ruth, amara, name):
    shown = page(as_ruth, f"worker:{name}", amara.pk)
    heading = re.search(r"<h1>(.*?)</h1>", shown)[1]
    assert "Amara" in heading


def test_the_client_is_told_you_and_never_read_out_as_somebody_else(as_amara):
    shown = page(as_amara, "client:cycles")
    assert "you told this on" in shown
    assert "not yet confirmed" not in shown


def test_a_drawing_of_one_step_says_what_is_missing(as_amara):
    answer = as_amara.post(
        reverse("client:draw-cycle"), {"code-1": "X.DISMISSED", "words-1": ""}
    )
    assert "It takes two steps or more. Add one more." in answer.content.decode()


def test_nobody_is_asked_if_their_own_text_fits(as_amara, as_ruth, amara, now):
    write_formulation(amara.pk, "It is the keys.", after="", by=amara.person, now=now)
    own = page(as_amara, "client:formulation")
    assert "It is the keys." in own
    assert 'name="verdict" value="yes"' not in own
    assert 'name="verdict" value="taken_back"' in own
    assert "no word of Amara yet" not in page(as_ruth, "worker:formulation", amara.pk)


def test_what_the_worker_wrote_down_waits_for_the_clients_word(
    as_amara, as_ruth, amara, ruth, now
):
    write_formulation(amara.pk, "It is the keys.", after="", by=ruth, now=now)
    assert 'name="verdict" value="yes"' in page(as_amara, "client:formulation")
    assert "no word of Amara yet" in page(as_ruth, "worker:formulation", amara.pk)


def test_the_paper_of_either_speaks_to_the_client(as_amara, as_ruth, amara, ruth, now):
    draft_way_of_working(amara.pk, by=ruth, now=now)
    opened = read_way_of_working(amara.pk, by=ruth, now=now)
    put_way_of_working(amara.pk, revision=opened.revision, by=ruth, now=now)
    told = []
    with mock.patch.object(
        way_of_working_forms,
        "on_paper",
        lambda template, **set_: told.append(json.dumps(set_)) or b"%PDF",
    ):
        as_ruth.get(reverse("worker:way-of-working-pdf", args=[amara.pk]))
        as_amara.get(reverse("client:way-of-working-pdf"))
    for paper in told:
        assert "What your worker does" in paper
        assert "What they will try" not in paper
    assert len(told) == 2


@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_a_check_in_that_asks_about_two_lines_is_one_page_of_paper(paper):
    lines = ["I do not ask again what you have told."] * 2
    practice = {"help_numbers": [{"label": "Samaritans", "number": "116 123"}]}
    set_as = {}
    with mock.patch.object(
        typst, "compile", lambda source, **how: set_as.update(how, source=source)
    ):
        check_in_pdf(paper, practice, lines)
    pages = typst.compile(
        set_as["source"], format="svg", sys_inputs=set_as["sys_inputs"]
    )
    assert isinstance(pages, bytes)  # more pages than one come as a list
