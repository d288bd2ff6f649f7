"""Every address. Each app keeps its own; here they are only put together."""

from django.urls import path

from frontdoor.core import health

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
