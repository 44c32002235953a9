"""Deborah and Ruth have an hour: what is written is not lost, and both tick it."""

NOTE = "Say the first sentence of the repair before Thursday."


def row_of(window):
    return window.page.get_by_role("group", name="Agreed, 1").get_by_label("What")


def test_an_hour_is_written_comes_back_after_a_closed_tab_and_is_ticked(let_in):
    deborah = let_in("supervisor")
    deborah.follows(deborah.link("Ruth Adler"))
    deborah.sees("What is open")
    deborah.follows(deborah.link("Write down an hour"))
    deborah.sees("Please write no client’s name here")
    first = row_of(deborah)
    with deborah.page.expect_response(lambda answer: "drafts" in answer.url):
        first.fill(NOTE)
        first.blur()
    path = deborah.path
    deborah.page.close()

    again = let_in("supervisor")
    again.opens(path)
    again.button("Put it back").click()
    assert row_of(again).input_value() == NOTE
    again.follows(again.button("Save"))
    again.sees("Kept. You both can read it.")

    ruth = let_in("worker")
    ruth.follows(ruth.link("Supervision", exact=True))
    ruth.sees("What Deborah Klein sees of your work")
    point = ruth.page.get_by_role("listitem").filter(has_text=NOTE).first
    ruth.follows(point.get_by_role("button", name="Done"))
    ruth.sees("Noted as done.")
