"""The one page that only an invented authority has."""

from django.urls import path

from workforce.views import personas

urlpatterns = [path("", personas.personas, name="personas")]
