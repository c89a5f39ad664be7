"""What the record calls the acts on the organisation, and what they are about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text

ACTS: dict[str, Text] = {
    "orgs.root_founded": _("founded the organisation"),
    "orgs.imported": _("imported units and people"),
    "orgs.unit_added": _("added a unit"),
    "orgs.unit_changed": _("changed a unit"),
    "orgs.unit_moved": _("moved a unit"),
    "orgs.unit_closed": _("closed a unit"),
    "orgs.post_added": _("added a post"),
    "orgs.post_closed": _("closed a post"),
    "orgs.appointed": _("appointed somebody to a post"),
    "orgs.appointment_ended": _("ended an appointment"),
    "orgs.person_added": _("added a person"),
    "orgs.person_changed": _("changed a person's details"),
    "orgs.person_left": _("recorded that a person left"),
    "orgs.link_issued": _("made an enrolment slip"),
    "orgs.enrolled": _("got in with an enrolment slip"),
    "orgs.account_recovered": _("let a person in anew"),
    "orgs.password_changed": _("changed the own password"),
    "orgs.second_factor_added": _("added a second factor"),
    "orgs.second_factor_removed": _("removed a second factor"),
    "orgs.session_ended": _("ended a session"),
}
OBJECTS: dict[str, Text] = {"unit": _("a unit"), "post": _("a post"), "person": _("a person")}
