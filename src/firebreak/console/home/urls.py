"""Where does a person begin, and where is a brand set up?"""

from django.urls import include, path

from firebreak.console.home import brief_views, card, views, worker
from firebreak.console.home.settings import (
    alone,
    audit,
    campaigns,
    engagements,
    me,
    people,
    routes,
    sources,
    trials,
    watches,
)

SETTINGS = "b/<str:slug>/settings/"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("firebreak.console.home.setup.urls")),
    path("b/<str:slug>/", views.board, name="board"),
    path("b/<str:slug>/card/", card.card, name="card"),
    path("worker.js", worker.worker, name="worker"),
    path("b/<str:slug>/briefs/", brief_views.briefs, name="briefs"),
    path("b/<str:slug>/briefs/<int:pk>/", brief_views.brief, name="brief"),
    path("b/<str:slug>/briefs/<int:pk>/sign/", brief_views.sign_brief, name="sign_brief"),
    path("me/", alone.mine, name="my_settings"),
    path("me/edit/", alone.set_wishes, name="my_wishes"),
    path("me/password/", alone.set_password, name="my_password"),
    path("briefs/wish/", brief_views.wish_brief, name="wish_brief"),
    path(SETTINGS, sources.sources, name="settings"),
    path(f"{SETTINGS}sources/feed/", sources.add_feed, name="add_feed"),
    path(f"{SETTINGS}sources/webhook/", sources.add_webhook, name="add_webhook"),
    path(f"{SETTINGS}sources/<int:pk>/", sources.change_source, name="change_source"),
    path(f"{SETTINGS}sources/<int:pk>/policy/", sources.change_policy, name="change_policy"),
    path(f"{SETTINGS}sources/<int:pk>/edit/", sources.edit_source, name="edit_source"),
    path(f"{SETTINGS}sources/<int:pk>/remove/", sources.remove_source, name="remove_source"),
    path(f"{SETTINGS}watches/", watches.watches, name="settings_watches"),
    path(f"{SETTINGS}watches/new/", watches.add_watch, name="add_watch"),
    path(f"{SETTINGS}watches/<int:pk>/", watches.edit_watch, name="edit_watch"),
    path(f"{SETTINGS}watches/try/", trials.try_watch, name="try_watch"),
    path(f"{SETTINGS}watches/kinds/", watches.settle_kind, name="settle_kind"),
    path(f"{SETTINGS}watches/watch.yaml", trials.export_watches, name="export_watches"),
    path(f"{SETTINGS}routes/", routes.routes, name="settings_routes"),
    path(f"{SETTINGS}routes/edit/", routes.edit_route, name="edit_route"),
    path(f"{SETTINGS}campaigns/", campaigns.campaigns, name="settings_campaigns"),
    path(f"{SETTINGS}campaigns/new/", campaigns.announce, name="announce_campaign"),
    path(f"{SETTINGS}campaigns/<int:pk>/end/", campaigns.end, name="end_campaign"),
    path(f"{SETTINGS}people/", people.people, name="settings_people"),
    path(f"{SETTINGS}people/new/", people.add, name="add_person"),
    path(f"{SETTINGS}people/<int:pk>/", people.edit, name="edit_person"),
    path(f"{SETTINGS}engagements/", engagements.engagements, name="settings_engagements"),
    path(f"{SETTINGS}engagements/new/", engagements.invite, name="invite_agency"),
    path(f"{SETTINGS}engagements/<int:pk>/", engagements.edit, name="edit_engagement"),
    path(f"{SETTINGS}audit/", audit.audit, name="settings_audit"),
    path(f"{SETTINGS}me/", me.me, name="settings_me"),
    path(f"{SETTINGS}me/edit/", me.set_mine, name="set_mine"),
    path(f"{SETTINGS}me/password/", me.set_password, name="set_own_password"),
]
