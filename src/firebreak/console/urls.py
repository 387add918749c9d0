"""Which address shows what? A brand's pages carry its short name."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from firebreak.console import pace, sheets, shell
from firebreak.console.api.api import api
from firebreak.console.api.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url=static("icons/mark.svg")), name="favicon"),
    path("style-<slug:digest>.css", sheets.style, name="style"),
    path("theme/", shell.set_theme, name="set_theme"),
    path("language/", shell.set_language, name="set_language"),
    path("pace/", pace.set_pace, name="set_pace"),
    path("api/v1/", api.urls),
    path("", include("firebreak.console.govern.urls")),
    path("", include("firebreak.console.home.urls")),
    path("", include("firebreak.console.live.urls")),
    path("", include("firebreak.console.listen.urls")),
    path("", include("firebreak.console.assess.urls")),
    path("", include("firebreak.console.alert.urls")),
    path("", include("firebreak.console.plans.urls")),
    path("", include("firebreak.console.respond.urls")),
    path("", include("firebreak.console.cases.urls")),
    path("", include("firebreak.console.media.urls")),
    path("", include("firebreak.console.prevent.urls")),
    path("", include("firebreak.console.learn.urls")),
    path("", include("firebreak.console.desk.urls")),
    path("", include("firebreak.console.duty.urls")),
    path("", include("firebreak.console.resources.urls")),
    path("", include("firebreak.console.staff.urls")),
    path("", include("firebreak.console.work.urls")),
    path("", include("firebreak.console.export.urls")),
    path("", include("firebreak.console.palette.urls")),
]
handler403 = "firebreak.console.refusal.forbidden"
handler404 = "firebreak.console.refusal.not_found"
