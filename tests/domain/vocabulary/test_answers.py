from holdspace.vocabulary.answers import BOUNDARIES, Answer


def test_every_way_of_not_telling_is_an_answer_a_worker_respects():
    assert set(Answer) - {Answer.TOLD, Answer.SKIP} == BOUNDARIES
