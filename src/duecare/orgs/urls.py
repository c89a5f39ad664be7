"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.orgs.views import access, account, enrolment, importing, people, slips, units

urlpatterns: list[URLPattern] = [
    path("sign-in/", access.sign_in, name="sign_in"),
    path("sign-in/second/", access.second, name="sign_in_second"),
    path("sign-out/", access.sign_out, name="sign_out"),
    path("enrol/", enrolment.enrol, name="enrol"),
    path("enrol/password/", enrolment.password, name="enrol_password"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="account_password"),
    path("account/factors/", account.factors, name="account_factors"),
    path("account/passkeys/", account.passkey, name="account_passkeys"),
    path("account/factors/<int:factor_id>/removal/", account.factor_removal, name="account_factor_removal"),
    path("account/session-end/", account.session_end, name="account_session_end"),
    path("units/", units.tree, name="units"),
    path("units/import/", importing.upload, name="units_import"),
    path("units/<uuid:unit_id>/", units.unit, name="unit"),
    path("units/<uuid:unit_id>/children/", units.children, name="unit_children"),
    path("units/<uuid:unit_id>/export.<str:form>", units.export, name="unit_export"),
    path("units/<uuid:unit_id>/details/", units.details, name="unit_details"),
    path("units/<uuid:unit_id>/units/", units.new_unit, name="unit_new"),
    path("units/<uuid:unit_id>/closing/", units.closing, name="unit_closing"),
    path("units/<uuid:unit_id>/posts/", units.new_post, name="post_new"),
    path("units/<uuid:unit_id>/people/", people.new_person, name="person_new"),
    path("units/<uuid:unit_id>/slips/", slips.of_unit, name="unit_slips"),
    path("posts/<uuid:post_id>/appointments/", people.appoint, name="post_appoint"),
    path("posts/<uuid:post_id>/closing/", people.post_closing, name="post_closing"),
    path("appointments/<uuid:appointment_id>/end/", people.appointment_end, name="appointment_end"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/details/", people.details, name="person_details"),
    path("people/<uuid:person_id>/link/", slips.of_person, name="person_link"),
    path("people/<uuid:person_id>/recovery/", slips.recovery, name="person_recovery"),
    path("people/<uuid:person_id>/leaving/", people.leaving, name="person_leaving"),
]
