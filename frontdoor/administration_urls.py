"""The administrator's pages about agencies, clocks, the calendar, the authority and the nightly jobs."""

from django.urls import path

from frontdoor.views import authority_texts as texts
from frontdoor.views import partner_clients as clients
from frontdoor.views import settings as views

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
    path("holidays/", views.holidays, name="admin_holidays"),
    path("holidays/new/", views.holiday_new, name="admin_holiday_new"),
    path("holidays/cover/", views.holidays_cover, name="admin_holidays_cover"),
    path("authority/", views.authority, name="admin_authority"),
    path("texts/", texts.texts, name="admin_texts"),
    path("texts/<slug:code>/", texts.text, name="admin_text"),
    path("jobs/", views.jobs, name="admin_jobs"),
]
