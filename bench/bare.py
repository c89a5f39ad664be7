"""The floor under filing: a bare Django form with CSRF protection and two inserts, as its own WSGI application.

It has the database, the host names and the engine options of the deployment, and nothing else of it.
"""

from __future__ import annotations

import django
from django.conf import settings

from duecare.config import databases, options

_option = options.read()
settings.configure(
    SECRET_KEY="bench" * 10,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    DATABASES={"default": databases.from_url(_option["DUECARE_DATABASE_URL"], options.home())},
    USE_TZ=True,
    LOGGING_CONFIG=None,
)
django.setup()

from django import forms  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402
from django.urls import path  # noqa: E402


class Report(models.Model):
    """What was sent."""

    present = models.IntegerField()
    water = models.DecimalField(max_digits=9, decimal_places=1)
    heating = models.CharField(max_length=10)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"
        db_table = "bench_report"


class Trace(models.Model):
    """That it was sent."""

    report = models.ForeignKey(Report, models.PROTECT)
    what = models.CharField(max_length=40)

    class Meta:
        app_label = "bench"
        db_table = "bench_trace"


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """Its form."""

    class Meta:
        model = Report
        fields = ("present", "water", "heating", "note")


def file(request: HttpRequest) -> HttpResponse:
    """Two inserts in a transaction, and a redirect."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        return HttpResponse(str(form.errors), status=400)
    with transaction.atomic():
        report = form.save()
        Trace(report=report, what="filed").save(force_insert=True)
    return HttpResponseRedirect("/done/")


def make_tables() -> None:
    """Create the two tables."""
    with connection.schema_editor() as editor:
        editor.create_model(Report)
        editor.create_model(Trace)


urlpatterns = [path("file/", file)]
application = WSGIHandler()

if __name__ == "__main__":
    make_tables()
