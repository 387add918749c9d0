"""Which address shows what? A brand's pages carry its short name."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
