"""The workforce's addresses."""

from django.urls import path

from workforce.views import allocation, flags, team, worker

urlpatterns = [
    path("cases/<int:referral_id>/allocate/", allocation.allocate, name="allocate"),
    path("teams/", team.team_list, name="team_list"),
    path("teams/<int:team_id>/", team.team, name="team"),
    path("workers/<int:worker_id>/", worker.worker, name="worker"),
    path("caseloads/", flags.caseload_flags, name="caseload_flags"),
]
