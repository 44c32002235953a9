"""Earlier help a client told of, written down and put right."""

import re

import pytest
from django.urls import reverse

from holdspace.story.episodes import EpisodeKind
from holdspace.vocabulary.errors import EpisodeRunsBackwards, UnknownCode
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, WrongTime
from holdspace_site.actions.keep_episode import (
    ToldOfHelp,
    add_episode,
    change_episode,
)
from holdspace_site.records.models import AccessEntry, Episode
from holdspace_site.records.scope import NoSuchRecord

TYPED = {
    "title": "A counsellor at school",
    "began": "about 2015",
    "ended": "March 2016",
    "chosen": "no",
    "ending": "E.LEFTME",
    "hoped_for": "That somebody would ask.",
}


def add(browser, client, **typed):
    place = reverse("worker:add-episode", args=[client.pk])
    return browser.post(place, TYPED | typed)


def change(browser, episode, **typed):
    place = reverse("worker:episode", args=[episode.client_id, episode.pk])
    return browser.post(place, TYPED | {"version": episode.version} | typed)


def newest(client):
    return next(e for e in client.episodes.all() if e.title == TYPED["title"])


@pytest.fixture
def earlier(amara, ruth, now):
    told = ToldOfHelp(title=TYPED["title"], began="2015", ended="2016")
    return add_episode(amara.pk, told, by=ruth, now=now)


def test_earlier_help_is_written_down_and_stands_in_the_story(as_ruth, amara, ruth):
    assert add(as_ruth, amara).status_code == 302
    kept = newest(amara)
    assert kept.kind == EpisodeKind.EARLIER.value
    assert (kept.began, kept.ended) == ("~2015", "2016-03")
    assert (kept.chosen, kept.ending) == (False, "E.LEFTME")
    story = as_ruth.get(reverse("worker:story", args=[amara.pk])).content.decode()
    for words in ("A counsellor at school", "about 2015", "My worker left"):
        assert words in story
    entry = AccessEntry.objects.filter(client_id=amara.pk, verb="keep_episode").get()
    assert (entry.who, entry.record_id) == (ruth, str(kept.pk))


def test_the_story_leads_to_each_help_and_to_a_new_one(as_ruth, amara):
    story = as_ruth.get(reverse("worker:story", args=[amara.pk])).content.decode()
    assert reverse("worker:add-episode", args=[amara.pk]) in story
    for episode in amara.episodes.all():
        assert reverse("worker:episode", args=[amara.pk, episode.pk]) in story


def test_the_form_holds_what_is_kept(as_ruth, earlier):
    place = reverse("worker:episode", args=[earlier.client_id, earlier.pk])
    form = as_ruth.get(place).content.decode()
    assert 'value="A counsellor at school"' in form
    assert 'value="2015"' in form


def test_only_the_kind_of_help_is_needed(as_ruth, amara):
    empty = dict.fromkeys(("began", "ended", "chosen", "ending", "hoped_for"), "")
    assert add(as_ruth, amara, **empty).status_code == 302
    kept = newest(amara)
    assert (kept.began, kept.ended, kept.chosen, kept.ending) == ("", "", None, "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": " "}, "required"),
        ({"began": "long ago"}, "could not be read"),
        ({"ended": "2016-02-31"}, "could not be read"),
        ({"began": "2016", "ended": "2014"}, "end before it began"),
        ({"began": "2999", "ended": ""}, "has not come yet"),
        ({"ending": "H.HEARD"}, "Select a valid choice"),
        ({"chosen": "perhaps"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_the_form(as_ruth, amara, typed, said):
    before = amara.episodes.count()
    answer = add(as_ruth, amara, **typed)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert amara.episodes.count() == before


def test_a_date_that_cannot_be_read_is_said_at_its_field(as_ruth, amara):
    answer = add(as_ruth, amara, began="long ago").content.decode()
    assert re.search(r'id="id_began_error">\s*This date could not be read', answer)


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (ToldOfHelp(title=" "), NothingWritten),
        (ToldOfHelp(title="A ward", began="2016", ended="2014"), EpisodeRunsBackwards),
        (ToldOfHelp(title="A ward", began="2999"), WrongTime),
        (ToldOfHelp(title="A ward", ending="H.HEARD"), UnknownCode),
        (ToldOfHelp(title="A ward", ending="E.NOPE"), UnknownCode),
    ],
)
def test_the_action_refuses_it_too(amara, ruth, now, told, refusal):
    with pytest.raises(refusal):
        add_episode(amara.pk, told, by=ruth, now=now)


def test_help_is_put_right(as_ruth, earlier):
    assert change(as_ruth, earlier, title="A nurse at school").status_code == 302
    kept = Episode.objects.get(pk=earlier.pk)
    assert (kept.title, kept.version) == ("A nurse at school", earlier.version + 1)
    assert kept.hoped_for == "That somebody would ask."


def test_the_help_here_can_be_edited_without_a_title_and_stays_the_present_one(
    as_ruth, amara
):
    present = amara.episodes.get(kind="present")
    typed = {"title": "", "ended": "", "ending": ""}
    assert change(as_ruth, present, **typed).status_code == 302
    kept = Episode.objects.get(pk=present.pk)
    assert (kept.kind, kept.began) == ("present", "~2015")
    assert amara.episodes.filter(kind="present").count() == 1


def test_of_two_who_change_it_the_second_sees_the_first_and_loses_nothing(
    as_ruth, earlier
):
    change(as_ruth, earlier, title="A nurse at school")
    second = change(as_ruth, earlier, title="A teacher")
    told = second.content.decode()
    assert "changed by somebody else" in told
    assert 'value="A nurse at school"' in told
    assert "A teacher" in told
    assert Episode.objects.get(pk=earlier.pk).title == "A nurse at school"
    again = change(as_ruth, earlier, title="A teacher", version=earlier.version + 1)
    assert again.status_code == 302
    assert Episode.objects.get(pk=earlier.pk).title == "A teacher"


def test_an_old_version_is_refused_and_leaves_no_trace(amara, earlier, ruth, now):
    seen = AccessEntry.objects.count()
    with pytest.raises(EditedMeanwhile):
        change_episode(
            amara.pk,
            earlier.pk,
            ToldOfHelp(title="A ward"),
            version=earlier.version + 1,
            by=ruth,
            now=now,
        )
    assert AccessEntry.objects.count() == seen


def test_help_of_another_client_is_not_there(mateo, earlier, ruth, now):
    with pytest.raises(NoSuchRecord):
        change_episode(
            mateo.pk,
            earlier.pk,
            ToldOfHelp(title="A ward"),
            version=earlier.version,
            by=ruth,
            now=now,
        )
