"""Says in plain words what each kind of look at a record is for."""

from django.utils.translation import gettext_lazy

from holdspace_site.records.scope import OPEN_RECORD

_FOR_YOU = gettext_lazy("To get it right next time.")
_WRITTEN = gettext_lazy("So that you need not say it twice.")
_YOURS = gettext_lazy("Only you can do this.")
_SAFE = gettext_lazy("To keep you safe. The law may ask for this.")
_KEPT_WORD = gettext_lazy("So that nothing said to you is forgotten.")
_SIGNED_IN = gettext_lazy("To open your own pages.")
_LETTER = gettext_lazy("To tell you what was heard, so that you can put it right.")

WHY = {
    "read_story": _FOR_YOU,
    "read_brief": gettext_lazy("To be ready for you."),
    "add_passage": _WRITTEN,
    "correct_passage": gettext_lazy("So that your words stand as you said them."),
    "keep_episode": _WRITTEN,
    "mark_reading": gettext_lazy("To understand what matters to you. You can say no."),
    "give_verdict": _YOURS,
    "give_verdict_yes": _YOURS,
    "give_verdict_not_quite": _YOURS,
    "give_verdict_taken_back": _YOURS,
    "bring_back": _YOURS,
    "read_sessions": gettext_lazy("To go on where you stopped."),
    "plan_session": gettext_lazy("So that you have a time, and nothing gets lost."),
    "make_promise": _KEPT_WORD,
    "read_repair": gettext_lazy("To put right what went wrong between you."),
    "keep_repair": gettext_lazy("So that it is followed until it is mended or let go."),
    "answer_repair": _YOURS,
    "answer_promise": _YOURS,
    "give_notice": gettext_lazy("So that you know before something changes."),
    "set_boundary": gettext_lazy("So that it is left alone."),
    "read_access_log": gettext_lazy("To see what you see about who looked."),
    "set_care_team": gettext_lazy("So that the right people can help you."),
    "sign_in_by_link": _SIGNED_IN,
    "sign_in_by_pin": _SIGNED_IN,
    "pin_changed": _SIGNED_IN,
    "pin_stopped": gettext_lazy("So that nobody can guess your PIN."),
    "see_tried_pin": gettext_lazy("To ask you if it was you."),
    "device_ended": gettext_lazy("So that nobody opens your pages there."),
    "invite": gettext_lazy("So that you can open your own pages."),
    "export": gettext_lazy("For you, or because a law asks for it. You may ask which."),
    "read_shared_check_ins": gettext_lazy("You shared these answers with them."),
    "check_in": _YOURS,
    "share_check_in": _YOURS,
    "take_back_check_in": _YOURS,
    "read_check_in": gettext_lazy("To hear how the session was for you."),
    "take_check_in": gettext_lazy("So that you can say how the session was."),
    "read_trust": gettext_lazy("To notice early when something went wrong for you."),
    "ask_questionnaire": gettext_lazy("To ask you in the same words each time."),
    "let_questionnaire_go": gettext_lazy("So that nothing waits for you needlessly."),
    "read_questionnaires": gettext_lazy("To see how you have been, in your answers."),
    "read_shared_questionnaires": gettext_lazy("You shared these answers with them."),
    "answer_questionnaire": _YOURS,
    "decline_questionnaire": _YOURS,
    "share_questionnaire": _YOURS,
    "take_back_questionnaire": _YOURS,
    "read_formulation": gettext_lazy("To see how things hang together for you."),
    "write_formulation": gettext_lazy("So that you both keep what you worked out."),
    "answer_formulation": _YOURS,
    "erase": gettext_lazy("Because you asked for it, or a law does."),
    "take_summary": _YOURS,
    "tell": _YOURS,
    "lead_telling": gettext_lazy("To ask you with care, and only once."),
    "write_letter": _LETTER,
    "read_letter": _LETTER,
    "give_letter": _LETTER,
    "see_letter": _LETTER,
    "answer_letter": _YOURS,
    "choose_sharing": _YOURS,
    "ask_about": _YOURS,
    "answer_question": gettext_lazy("Because you asked."),
    "hand_over": _SAFE,
    "choose_help": _YOURS,
    "list_hand_offs": _SAFE,
    "read_hand_off": _SAFE,
    "acknowledge_hand_off": _SAFE,
    "settle_hand_off": _SAFE,
    "add_client": gettext_lazy("So that there is a place for what you tell."),
    OPEN_RECORD: gettext_lazy("No reason was given."),
}
"""What each kind of look is for, as it is said to the client."""
