"""Says in plain words where a repair stands, what it rests on and what its client says.

A test holds each table to its enum.
"""

from django.utils.translation import gettext_lazy

from holdspace.alliance.repairs import ClientsWord, Ground, RepairStatus, RuptureKind

STATUSES = {
    RepairStatus.OPEN: gettext_lazy("open"),
    RepairStatus.NAMED: gettext_lazy("named"),
    RepairStatus.PARTLY: gettext_lazy("partly repaired"),
    RepairStatus.REPAIRED: gettext_lazy("repaired"),
    RepairStatus.LET_GO: gettext_lazy("let go"),
}
STEPS = {
    RepairStatus.OPEN: gettext_lazy("Open it again"),
    RepairStatus.NAMED: gettext_lazy("We named it"),
    RepairStatus.PARTLY: gettext_lazy("It is partly repaired"),
    RepairStatus.REPAIRED: gettext_lazy("It is repaired"),
    RepairStatus.LET_GO: gettext_lazy("We let it go"),
}
KINDS = {
    RuptureKind.WITHDRAWAL: gettext_lazy("Moving away"),
    RuptureKind.CONFRONTATION: gettext_lazy("Moving against"),
    RuptureKind.UNCLEAR: gettext_lazy("Hard to say yet"),
}
GROUNDS = {
    Ground.CHECK_IN: gettext_lazy("Their own answer after a session"),
    Ground.SIGNAL: gettext_lazy("Their answers over time"),
    Ground.READING: gettext_lazy("Their own words"),
    Ground.NOTICED: gettext_lazy("What the worker noticed"),
}
GROUNDS_TO_CLIENT = {
    Ground.CHECK_IN: gettext_lazy("Your answer after a session"),
    Ground.SIGNAL: gettext_lazy("Your answers over time"),
    Ground.READING: gettext_lazy("Your own words"),
    Ground.NOTICED: gettext_lazy("What your worker noticed"),
}
WORDS = {
    ClientsWord.YES: gettext_lazy("Yes"),
    ClientsWord.PARTLY: gettext_lazy("Partly"),
    ClientsWord.NO: gettext_lazy("No"),
    ClientsWord.RATHER_NOT_SAY: gettext_lazy("I would rather not say"),
    ClientsWord.LET_IT_GO: gettext_lazy("Let it go"),
}
