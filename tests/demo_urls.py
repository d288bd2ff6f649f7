"""Every address, and the personas, which the settings of the tests leave out as a real installation does."""

from django.urls import include, path

from frontdoor.config.urls import urlpatterns as every

urlpatterns = [*every, path("demo/", include("workforce.demo_urls"))]
