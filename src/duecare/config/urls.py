"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from duecare.receipts.views import enter

urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", include("duecare.reports.urls")),
    path("inspections/", include("duecare.inspections.urls")),
    path("attachments/", include("duecare.attachments.urls")),
    path("duty/", include("duecare.duty.urls")),
    path("c/receipt/", enter),
    path("", include("duecare.receptions.urls")),
    path("", include("duecare.grievances.urls")),
    path("open311/v2/", include("duecare.api.open311.urls")),
    path("hazards/", include("duecare.hazards.urls")),
    path("", include("duecare.desk.urls")),
    path("", include("duecare.orgs.urls")),
    path("", include("duecare.web.urls")),
    path("", include("duecare.notify.urls")),
    path("", include("duecare.places.urls")),
    path("receipt/", include("duecare.receipts.urls")),
    path("", include("duecare.sightings.urls")),
    path("", include("duecare.tasks.urls")),
    path("", include("duecare.plans.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("duecare.demo.urls")))

handler400 = "duecare.web.views.bad_request"
handler403 = "duecare.web.views.not_allowed"
handler404 = "duecare.web.views.not_found"
handler500 = "duecare.web.views.broken"
