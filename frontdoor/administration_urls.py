"""The administrator's pages about agencies, clocks, the calendar, the authority and the nightly jobs."""

from django.urls import path

from frontdoor.views import authority_texts as texts
from frontdoor.views import partner_clients as clients
from frontdoor.views import settings as views
from frontdoor.views import threshold

urlpatterns = [
    path("agencies/", views.agencies, name="admin_agencies"),
    path("agencies/new/", views.agency_new, name="admin_agency_new"),
    path("agencies/<int:agency_id>/", views.agency, name="admin_agency"),
    path("systems/", clients.listed, name="admin_clients"),
    path("systems/new/", clients.new, name="admin_client_new"),
    path("systems/<int:client_id>/", clients.client, name="admin_client"),
    path("systems/<int:client_id>/change/", clients.change, name="admin_client_change"),
    path("clocks/", views.policy, name="admin_policy"),
    path("clocks/<str:code>/", views.clock, name="admin_clock"),
    path("clocks/periods/<int:period_id>/", views.period_correct, name="admin_period_correct"),
    path("holidays/", views.holidays, name="admin_holidays"),
    path("holidays/new/", views.holiday_new, name="admin_holiday_new"),
    path("holidays/cover/", views.holidays_cover, name="admin_holidays_cover"),
    path("authority/", views.authority, name="admin_authority"),
    path("texts/", texts.texts, name="admin_texts"),
    path("texts/<slug:text_code>/", texts.text, name="admin_text"),
    path("threshold/", threshold.versions, name="admin_threshold"),
    path("threshold/<int:scheme_id>/", threshold.version, name="admin_threshold_version"),
    path("threshold/<int:scheme_id>/title/", threshold.title, name="admin_threshold_title"),
    path("threshold/<int:scheme_id>/levels/new/", threshold.level_new, name="admin_threshold_level_new"),
    path("threshold/<int:scheme_id>/propose/", threshold.propose, name="admin_threshold_propose"),
    path("threshold/<int:scheme_id>/preview/", threshold.preview, name="admin_threshold_preview"),
    path("threshold/levels/<int:level_id>/", threshold.level, name="admin_threshold_level"),
    path("jobs/", views.jobs, name="admin_jobs"),
]
