from django.urls import path

from tests.bench.control import views

urlpatterns = [
    path("list/", views.case_list, name="list"),
    path("queue/", views.queue, name="queue"),
    path("record/<int:person_id>/", views.record, name="record"),
    path("search/", views.search, name="search"),
    path("create/", views.create, name="create"),
]
