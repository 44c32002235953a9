"""Says what is not finished with somebody: left open, to be mended, soon to change."""

from collections.abc import Sequence
from datetime import date

from holdspace.alliance.notices import AdvanceNotice, NoticeKind
from holdspace.alliance.repairs import Repair, unfinished_on
from holdspace.approach.headline import LastSession, wants_to_talk
from holdspace.content.wording import Wording


def unfinished_lines(
    name: str,
    last: LastSession | None,
    repairs: Sequence[Repair],
    *,
    on: date,
    wording: Wording,
) -> tuple[str, ...]:
    """Return what was left open last time, then each repair nobody has closed.

    Repairs come in the order they were opened: nothing ranks them.
    """
    left = []
    if last and last.session.left_open:
        left.append(last.session.left_open)
    if last and wants_to_talk(last.check_in):
        left.append(wording.say("headline_asked_to_talk", name=name))
    for repair in unfinished_on(repairs, on):
        status = repair.status_on(on)
        if status:
            since = wording.day(repair.opened_on)
            left.append(
                wording.say(f"unfinished_repair_{status.value}", on=since, name=name)
            )
    return tuple(left)


def notice_line(name: str, notice: AdvanceNotice, *, on: date, wording: Wording) -> str:
    """Return one sentence on what is coming, and since when the client knows."""
    running = notice.kind is NoticeKind.BREAK and notice.begins_on < on
    key = "notice_break_now" if running else f"notice_{notice.kind.value}"
    return wording.say(
        key,
        name=name,
        begins=wording.day(notice.begins_on),
        ends=wording.day(notice.over_on),
        given=wording.day(notice.given_on),
    )
