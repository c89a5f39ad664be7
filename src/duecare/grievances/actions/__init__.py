"""What people do with cases: the only writers, one file for each use case."""

from duecare.grievances.actions.acting import act_as_owner, act_on_case
from duecare.grievances.actions.asking import answer_inquiry, inquire
from duecare.grievances.actions.given import Given
from duecare.grievances.actions.looking import Looked, look_again, look_at_identity
from duecare.grievances.actions.naming import name_case, name_policy
from duecare.grievances.actions.passing_time import forget_cases, keep_open_ones, let_time_act, schedule
from duecare.grievances.actions.registering import Brought, Registered, register_case
from duecare.grievances.actions.together import act_together

__all__ = [
    "Brought",
    "Given",
    "Looked",
    "Registered",
    "act_as_owner",
    "act_on_case",
    "act_together",
    "answer_inquiry",
    "forget_cases",
    "inquire",
    "keep_open_ones",
    "let_time_act",
    "look_again",
    "look_at_identity",
    "name_case",
    "name_policy",
    "register_case",
    "schedule",
]
