"""Every address. Each app keeps its own; here they are only put together."""

from django.conf import settings
from django.urls import include, path

from frontdoor.core import health
from frontdoor.views import settings as settings_pages

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("account/", include("frontdoor.account_urls")),
    path("api/", include("frontdoor.api_urls")),
    path("administration/", include("workforce.administration_urls")),
    path("administration/", include("frontdoor.administration_urls")),
    path("authority.css", settings_pages.authority_css, name="authority_css"),
    path("", include("frontdoor.urls")),
    path("", include("cases.urls")),
    path("", include("workforce.urls")),
    path("", include("audits.urls")),
]
handler500 = "frontdoor.views.outage.server_error"
if settings.DEMO:
    urlpatterns.append(path("demo/", include("workforce.demo_urls")))
