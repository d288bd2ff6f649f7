"""The front door's addresses."""

from django.urls import path

from frontdoor.views import my_work

urlpatterns = [
    path("", my_work.home, name="my_work"),
]
