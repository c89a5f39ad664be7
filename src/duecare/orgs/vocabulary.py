"""The closed lists of the organisation: kinds of units and of posts."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """The closed list of kinds of units."""

    COUNTY = "county", _("county")
    DISTRICT = "district", _("district")
    OFFICE = "office", _("office")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village")
    MIDDLE_SCHOOL = "middle_school", _("middle school")
    PRIMARY_SCHOOL = "primary_school", _("primary school")
    TEACHING_POINT = "teaching_point", _("teaching point")
    CAMPUS = "campus", _("campus")
    HOSPITAL = "hospital", _("hospital")
    FARM = "farm", _("farm")
    SITE = "site", _("site")
    TEAM = "team", _("team")


class PostKind(TextChoices):
    """The closed list of kinds of posts."""

    LEADER = "leader", _("leader")
    COORDINATOR = "coordinator", _("coordinator")
    REPORTER = "reporter", _("reporter")
    CASE_OFFICER = "case_officer", _("case officer")
    INSPECTOR = "inspector", _("inspector")
    DUTY_OFFICER = "duty_officer", _("duty officer")
    MEDIATOR = "mediator", _("mediator")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


#: Posts that administer or open identities: given by administrators alone, and used with a second factor.
GUARDED_POSTS = frozenset({PostKind.ADMINISTRATOR.value})
