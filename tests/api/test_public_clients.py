"""Two public clients of the standard read through the endpoint, and one of them brings a case, on a real server."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from georeport import GeoReport

from duecare.grievances.models import Case
from tests.grievances.conftest import AT, TEXT
from tests.people import District, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The older client, which looks for a name that Python 2 had."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    from three import Three  # noqa: PLC0415

    return Three


@pytest.mark.parametrize("form", ["json", "xml"])
def test_one_reads_services_definitions_and_an_empty_list(
    district: District, live_server: Any, form: str
) -> None:
    client = GeoReport(f"{live_server.url}/open311/v2", jurisdiction=district.root.key, output_format=form)
    assert {"school-meals", "heating"} < {one["service_code"] for one in client.get_service_list()}
    assert client.get_service_definition("school-meals")["service_code"] == "school-meals"
    if form == "json":
        assert client.get_service_requests() == []


def test_another_brings_a_case(district: District, live_server: Any, key: str, three: Any) -> None:
    client = three(f"{live_server.url}/open311/v2", api_key=key, jurisdiction=district.root.key)
    assert client.discovery()["endpoints"]
    assert len(client.services()) == 25
    with clock_at(AT):
        (answer,) = client.post(
            "school-meals", address="第一小学食堂", name="清荷 欧阳", phone="13912345678", description=TEXT
        )
    case = Case.objects.get()
    assert answer["service_request_id"] == case.number and case.way == "program"
    assert re.search(r"(?:[0-9A-Z]{3}-){6}[0-9A-Z]{3}", answer["service_notice"])
    assert client.requests() == []
    (refused,) = client.request(case.number)
    assert refused["code"] == "404"
