"""What the page that works without a network says, by the names under which its scripts ask for it.

A text is chosen on the phone, so none depends on a number's grammar; ``{name}`` is filled in there.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text

_HEAD: dict[str, Text] = {
    "title": _("Inspect"),
    "lead": _("Works without a network; what is finished is sent when there is one."),
    "only_here": _("On this phone only: inspections {n}, photographs {photographs}"),
    "kept_at": _("Kept on this phone at {at}"),
    "not_kept": _("Not kept"),
    "inside_app": _(
        "This browser belongs to another app and may forget what you enter. Open this address in the phone’s own"
        " browser:"
    ),
    "copy": _("Copy the address"),
    "copied": _("Copied"),
    "unable": _(
        "This browser can’t keep inspections on the phone ({what}). With a connection, the plain form does the same."
    ),
    "plain_form": _("To the plain form"),
    "signed_out": _("You are signed out. You can go on answering; sign in to send."),
    "signed_out_first": _("Sign in once with a connection; after that this page works without one."),
    "first_needs_network": _(
        "There is no connection, and nobody has inspected with this phone yet. Connect once and sign in; after that"
        " this page works without a network."
    ),
    "sign_in": _("Sign in"),
    "other_user": _(
        "Somebody else is signed in on this phone now. What is here is kept and is sent when you sign in again."
    ),
    "open_own": _("Open the page of who is signed in"),
    "no_network": _("No connection to the server. You can go on; what is finished is sent by itself later."),
    "phone_full": _(
        "The phone has no room left; the last entry is not kept. Free some space and try again, or save everything"
        " as a file. Leave this page open until then."
    ),
    "storage_broken": _(
        "The browser does not keep what you enter any more. Save everything as a file, then open this page anew."
    ),
    "not_promised": _(
        "This browser may clear what is kept here when the phone runs short of space. Send soon, or save a file."
    ),
    "promised": _("The browser has agreed to keep what is here even when space runs short."),
    "evicted": _(
        "The browser has cleared what was kept here and not sent, as of {at}: inspections {n}, photographs"
        " {photographs}. If you saved a file, take it in again; else they have to be made anew."
    ),
    "understood": _("Understood"),
    "try_again": _("Try again"),
    "to_start": _("To the start"),
    "not_here": _("This inspection is not being answered on this phone (any more)."),
    "other_tab": _("This inspection is being answered in another tab. Go on there, or close that tab."),
    "progress": _("Progress"),
    "search": _("Search"),
}

_HOME: dict[str, Text] = {
    "due_title": _("To be inspected"),
    "due_none": _("Nothing is due now."),
    "due_at": _("Due {at}"),
    "late_since": _("Late since {at}"),
    "number_of": _("no. {n} of {of}"),
    "begin": _("Begin"),
    "begin_title": _("Begin an inspection"),
    "begin_other": _("Begin another"),
    "open_title": _("Being answered"),
    "begun_at": _("begun {at}"),
    "photographs_n": _("photographs: {n}"),
    "go_on": _("Go on"),
    "list_from": _("List of {at}; until {until} a new inspection can be begun without a connection."),
    "list_over": _(
        "The list on this phone is older than one shift. Connect once to begin another inspection; what was begun can"
        " always be finished and sent."
    ),
    "no_list": _("What is to be inspected has not reached this phone yet. Connect once."),
    "refresh": _("Fetch anew"),
    "waiting_n": _("On this phone and not sent yet: {n}"),
    "waiting_open": _("See what is waiting"),
    "waiting_page": _("On this phone"),
    "choose_unit": _("Which unit?"),
    "choose_place": _("Which place?"),
    "choose_checklist": _("With which checklist?"),
    "begin_keeps": _(
        "From the moment you begin, what you enter is kept on this phone until it is sent or you discard it."
    ),
    "whole_unit": _("The unit as a whole"),
}

_ANSWERING: dict[str, Text] = {
    "pass": _("Pass"),
    "fail": _("Fail"),
    "na": _("Not applicable"),
    "optional": _("(may be left out)"),
    "major_if_fails": _("Major if it fails"),
    "source": _("Source: {source}"),
    "reading": _("Reading"),
    "passes_between": _("Passes from {low} to {high} {unit}"),
    "passes_from": _("Passes from {low} {unit} up"),
    "passes_up_to": _("Passes up to {high} {unit}"),
    "in_words": _("In words"),
    "note": _("Add a note"),
    "note_hint": _("What is unsafe and where, not who."),
    "becomes_general": _("Becomes a general hazard."),
    "becomes_major": _("Becomes a major hazard."),
    "at_once": _("Put right at once."),
    "within_days": _("Put right within {n} d."),
    "raise": _("This one is major"),
    "on_the_spot": _("Put right on the spot"),
    "photograph": _("Photograph"),
    "photograph_after": _("Photograph after it was put right"),
    "photograph_needed": _("A photograph is needed"),
    "photograph_n": _("Photograph {n} of {of}: {what}"),
    "photograph_unreadable": _("This file can’t be read as a photograph. Choose another."),
    "photograph_big": _("This photograph stays too large. Take another from farther away."),
    "photograph_keep_title": _("Keep this photograph?"),
    "photograph_keep": _("Keep"),
    "photograph_drop": _("Don’t keep"),
    "remove": _("Remove"),
    "blur_hint": _(
        "Draw over faces, number plates and names to blur them. Place and device are already gone."
    ),
    "blur_canvas": _(
        "Photograph. Arrow keys move the marked area, plus and minus change its size, Enter blurs it."
    ),
    "blur_by_keys": _("Blur without drawing"),
    "blur_area": _("Blur the marked area"),
    "blur_at": _("Marked area, in hundredths: {across} across, {down} down"),
    "blurred": _("Blurred"),
    "blur_undo": _("Without blur"),
    "blur_undone": _("As it was taken"),
    "left": _("To the left"),
    "right": _("To the right"),
    "up": _("Up"),
    "down": _("Down"),
    "larger": _("Larger"),
    "smaller": _("Smaller"),
    "fault_missing": _("Not answered"),
    "fault_empty": _("Not answered"),
    "fault_unknown": _("Not one of the answers"),
    "fault_no-number": _("Enter a number, such as 36.5"),
    "fault_too-long": _("Too long: 500 characters at most"),
    "fault_no-photograph": _("A photograph is missing"),
    "fault_no-photograph-after": _("The photograph after it was put right is missing"),
    "section_of": _("Section {n} of {of}"),
    "answered_of": _("Answered: {n} of {of}"),
    "sections": _("Sections"),
    "all_sections": _("All sections, pause, discard"),
    "back": _("Back"),
    "next": _("Next section"),
    "review": _("Check and finish"),
    "pause": _("Pause; go on later"),
    "discard": _("Discard"),
    "discard_not": _("Don’t discard"),
    "discard_title": _("Discard this inspection?"),
    "discard_what": _(
        "Its answers and photographs leave this phone, and nobody else has them. This can’t be undone."
    ),
    "review_title": _("Before you finish"),
    "review_missing": _("Still to be answered: {n}"),
    "review_hazards": _("Becomes a hazard: {n}"),
    "review_no_hazard": _("Nothing failed; no hazard comes of it."),
    "review_after": _("After you finish, it is sent as it is and can’t be changed."),
    "finish": _("Finish and send"),
}

_WAITING: dict[str, Text] = {
    "waiting_title": _("On this phone: {n}"),
    "waiting_none": _("Nothing waits on this phone."),
    "being_answered": _("Being answered"),
    "phone_only": _("On this phone only"),
    "sending": _("Being sent"),
    "refused": _("Not accepted"),
    "two_versions": _("Two versions"),
    "refused_without": _("The server did not accept it and gave no reason ({status})."),
    "photographs_sent": _("Photographs sent: {n} of {of}"),
    "send_now": _("Send now"),
    "mend": _("Mend it"),
    "see_both": _("See both versions"),
    "settled": _("Settled; remove from this phone"),
    "settled_title": _("Remove this version from the phone?"),
    "settled_what": _(
        "The server has kept both versions. Once this one is removed here, that can’t be undone."
    ),
    "sent_title": _("Sent"),
    "sent_at": _("Sent {at}"),
    "hazard_of": _("Hazard {n}"),
    "file_title": _("As a file"),
    "file_what": _(
        "Saves everything that waits, photographs too, in one file that anyone who has it can read. It can be taken in"
        " again here or on another phone; nothing is sent twice."
    ),
    "file_save": _("Save as a file"),
    "file_take_in": _("Take in a saved file"),
    "file_taken": _("Taken in: {taken}; there already: {there}."),
    "file_unreadable": _("This is not a file that was saved here, or not the whole of it."),
    "file_other-user": _("This file belongs to somebody else; only they can take it in."),
}

#: Every text.
TEXTS: dict[str, Text] = {**_HEAD, **_HOME, **_ANSWERING, **_WAITING}
