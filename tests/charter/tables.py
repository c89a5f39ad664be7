"""Every table of duecare and what its rows are about: a closed list, so that a new one has to say so here."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

#: What a row may be about. A resident is not among it, and neither is anyone who brings a case.
SUBJECTS = frozenset(
    {
        "unit",
        "staff",
        "duty",
        "report",
        "plan",
        "message",
        "record",
        "machine",
        "place",
        "hazard",
        "case",
        "receipt",
        "number",
    }
)

TABLES = {
    "api.IntakeKey": "machine",
    "attachments.Attachment": "report",
    "audit.Detail": "record",
    "audit.Entry": "record",
    "audit.Tile": "record",
    "audit.Tree": "record",
    "audit.TreeHead": "record",
    "desk.Feed": "staff",
    "duty.Arrangement": "plan",
    "duty.Assignment": "staff",
    "duty.CheckIn": "staff",
    "duty.Draft": "plan",
    "duty.Edition": "plan",
    "duty.Feed": "staff",
    "duty.Handover": "duty",
    "duty.Leave": "staff",
    "duty.LogLine": "duty",
    "duty.Matter": "duty",
    "duty.Roster": "plan",
    "duty.Search": "machine",
    "duty.Swap": "staff",
    "duty.Watch": "duty",
    "duty.Watchkeeper": "staff",
    "duty.Wish": "staff",
    "grievances.Case": "case",
    "grievances.Concerned": "case",
    "grievances.Findable": "case",
    "grievances.Hold": "case",
    "grievances.Inquiry": "case",
    "grievances.Look": "case",
    "grievances.Owed": "duty",
    "grievances.Paper": "case",
    "grievances.ProcedureVersion": "plan",
    "grievances.Provision": "plan",
    "grievances.PublishedFigure": "unit",
    "grievances.RatingGroup": "unit",
    "grievances.Sealed": "case",
    "grievances.SealedIdentity": "case",
    "grievances.SealedRating": "unit",
    "grievances.Step": "case",
    "hazards.Commitment": "hazard",
    "hazards.Extension": "hazard",
    "hazards.Findable": "hazard",
    "hazards.Hazard": "hazard",
    "hazards.Owed": "duty",
    "hazards.PaperDraft": "machine",
    "hazards.PaperLine": "hazard",
    "hazards.Provision": "plan",
    "hazards.SavedView": "staff",
    "hazards.Step": "hazard",
    "inspections.ChecklistVersion": "plan",
    "inspections.Found": "hazard",
    "inspections.Inspection": "report",
    "inspections.SecondVersion": "report",
    "inspections.Cycle": "plan",
    "inspections.Draw": "plan",
    "inspections.Inspected": "plan",
    "inspections.Owed": "duty",
    "inspections.Programme": "plan",
    "notify.Delivery": "message",
    "notify.Letter": "message",
    "notify.Mention": "message",
    "notify.Notice": "message",
    "notify.Preference": "staff",
    "obligations.CalendarData": "plan",
    "obligations.Happening": "duty",
    "obligations.Heartbeat": "machine",
    "obligations.Ladder": "plan",
    "obligations.Obligation": "duty",
    "obligations.Outage": "machine",
    "obligations.Suspension": "duty",
    "obligations.Tally": "unit",
    "obligations.TallyDelta": "unit",
    "obligations.Term": "duty",
    "obligations.Transfer": "duty",
    "orgs.Appointment": "staff",
    "orgs.EnrolmentLink": "staff",
    "orgs.ImportDraft": "machine",
    "orgs.Post": "unit",
    "orgs.Session": "staff",
    "orgs.SignInLock": "machine",
    "orgs.Unit": "unit",
    "orgs.UnitNumber": "machine",
    "orgs.User": "staff",
    "places.Place": "place",
    "plans.PlanVersion": "plan",
    "plans.Programme": "plan",
    "receipts.Receipt": "receipt",
    "receptions.Day": "duty",
    "receptions.Series": "plan",
    "receptions.Ticket": "number",
    "reports.Debtor": "plan",
    "reports.FormVersion": "plan",
    "reports.Question": "report",
    "reports.Review": "report",
    "reports.Round": "plan",
    "reports.Series": "plan",
    "reports.Submission": "report",
    "sightings.Message": "hazard",
    "sightings.Owed": "duty",
    "sightings.Sighting": "hazard",
    "tasks.Completion": "duty",
    "tasks.Item": "plan",
    "vault.KeyBackup": "machine",
    "vault.MatterKey": "machine",
    "vault.MonthKey": "machine",
    "vault.UsedOpening": "record",
}

#: Columns that point at a person, all of them staff acting for a post, and why they are needed.
TO_STAFF = {
    "desk.Feed.user": "whose calendar it is",
    "duty.Assignment.user": "who stands the watch",
    "duty.Feed.owner": "whose calendar address it is",
    "duty.Watchkeeper.user": "who can stand watches",
    "hazards.PaperDraft.user": "who may take the file in; gone in an hour",
    "hazards.SavedView.user": "whose filters they are",
    "notify.Notice.recipient": "whom it was sent to",
    "notify.Preference.user": "whose quiet hours they are",
    "orgs.Appointment.user": "who holds the post",
    "orgs.EnrolmentLink.user": "whom it lets in",
    "orgs.ImportDraft.user": "who may apply the file; gone in an hour",
    "orgs.Session.user": "whose browser it is, so that its owner can end it",
    "reports.Question.asked_by": "who asked",
    "reports.Question.answered_by": "who answered",
    "reports.Review.user": "who looked",
    "reports.Submission.filed_by": "who filed or took it",
}


def ours() -> list[type[models.Model]]:
    """Return duecare's models."""
    return sorted(
        (m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("duecare.")),
        key=lambda model: model._meta.label,
    )


def columns() -> Iterator[tuple[str, models.Field[object, object]]]:
    """Yield every column of duecare's tables as `app.Model.field`."""
    for model in ours():
        for field in model._meta.concrete_fields:
            yield f"{model._meta.label}.{field.name}", field
