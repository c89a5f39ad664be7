"""The demo's pages: sign in as any post with one click; let time run, stand still or step."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from duecare.demo.driver import DAY_A_MINUTE
from duecare.demo.models import Mark
from duecare.orgs.models import Appointment, User
from duecare.orgs.sign_in import begin_session

PACES = {"pause": 0, "slow": 60, "day-a-minute": DAY_A_MINUTE, "fast": 4 * DAY_A_MINUTE}
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """Every post of the district, to sign in as."""
    held = (
        Appointment.objects.filter(ends_at=None)
        .select_related("user", "post__unit")
        .order_by("post__unit__lineage", "post__kind")
    )
    return render(request, "demo/posts.html", {"held": held})


@require_POST
def session(request: HttpRequest) -> HttpResponse:
    """Sign in as the person of that sign-in name."""
    user = get_object_or_404(User, username=request.POST.get("username", ""), left_at=None)
    begin_session(request, user, verified=True)
    return redirect("/")


@require_safe
def clock_bar(request: HttpRequest) -> HttpResponse:
    """The bar with the simulated time; fetched again every two seconds."""
    return render(request, "demo/clock_bar.html", {"mark": Mark.objects.get(id=1)})


@require_POST
def pace(request: HttpRequest) -> HttpResponse:
    """Let time run at one of the known paces."""
    Mark.objects.filter(id=1).update(pace=PACES.get(request.POST.get("pace", ""), 0), until=None)
    return _back(request)


@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """Go on by an hour or a day, then stand still."""
    length = STEPS.get(request.POST.get("step", ""), STEPS["hour"])
    Mark.objects.filter(id=1).update(until=F("at") + length)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return clock_bar_now(request)
    return redirect("demo:posts")


def clock_bar_now(request: HttpRequest) -> HttpResponse:
    """The bar, after a change of pace."""
    return render(request, "demo/clock_bar.html", {"mark": Mark.objects.get(id=1)})
