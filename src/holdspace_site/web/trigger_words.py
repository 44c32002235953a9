"""Puts the parts of a trigger in words, to whoever reads them."""

from django.utils.translation import gettext_lazy

from holdspace.approach.triggers import TriggerPart

PARTS = {
    TriggerPart.CUE: gettext_lazy("When"),
    TriggerPart.FELT_REACTION: gettext_lazy("It feels like"),
    TriggerPart.PROTECTIVE_RESPONSE: gettext_lazy("What they do then"),
    TriggerPart.EARLY_SIGN: gettext_lazy("Early sign"),
    TriggerPart.WHAT_HELPS: gettext_lazy("What helps then"),
    TriggerPart.MAKES_WORSE: gettext_lazy("What makes it worse"),
}
PARTS_TO_CLIENT = {
    TriggerPart.CUE: gettext_lazy("When"),
    TriggerPart.FELT_REACTION: gettext_lazy("How it feels"),
    TriggerPart.PROTECTIVE_RESPONSE: gettext_lazy("What you do then"),
    TriggerPart.EARLY_SIGN: gettext_lazy("How others could notice"),
    TriggerPart.WHAT_HELPS: gettext_lazy("What helps then"),
    TriggerPart.MAKES_WORSE: gettext_lazy("What makes it worse"),
}
