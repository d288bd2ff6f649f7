"""The administrator's pages about workers, teams and roles."""

from django.urls import path

from workforce.views import administration as views
from workforce.views import administration_roles as roles
from workforce.views import partners

urlpatterns = [
    path("", views.administration, name="administration"),
    path("workers/", views.workers, name="admin_workers"),
    path("workers/new/", views.worker_new, name="admin_worker_new"),
    path("workers/<int:worker_id>/", views.worker, name="admin_worker"),
    path("workers/<int:worker_id>/change/", views.worker_change, name="admin_worker_change"),
    path("workers/<int:worker_id>/end/", views.worker_end, name="admin_worker_end"),
    path("workers/<int:worker_id>/roles/new/", roles.role_new, name="admin_role_new"),
    path("partners/", partners.listed, name="admin_partners"),
    path("partners/invite/", partners.invite, name="admin_partner_invite"),
    path("partners/<int:worker_id>/", partners.partner, name="admin_partner"),
    path("teams/", views.teams, name="admin_teams"),
    path("teams/new/", views.team_new, name="admin_team_new"),
    path("teams/<int:team_id>/", views.team, name="admin_team"),
    path("roles/", roles.roles, name="admin_roles"),
    path("roles/<int:grant_id>/", roles.role, name="admin_role"),
    path("roles/<int:grant_id>/end/", roles.role_end, name="admin_role_end"),
]
