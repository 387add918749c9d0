"""Which addresses below a brand show its incidents?"""

from django.urls import path

from firebreak.console.respond import reply_views, views
from firebreak.console.respond.evidence import views as evidence_views
from firebreak.console.respond.expert import views as expert_views
from firebreak.console.respond.guard import views as guard_views
from firebreak.console.respond.law import views as law_views
from firebreak.console.respond.plan import views as plan_views
from firebreak.console.respond.ready import views as ready_views
from firebreak.console.respond.sbar import views as sbar_views
from firebreak.console.respond.send import views as send_views
from firebreak.console.respond.speak import approval_views, fact_views, text_views
from firebreak.console.respond.wording import views as wording_views

urlpatterns = [
    path("b/<str:slug>/incidents/", views.incidents, name="incidents"),
    path("b/<str:slug>/incidents/open/", views.open_by_hand, name="open_by_hand"),
    path("b/<str:slug>/incidents/<int:number>/", views.incident, name="incident"),
    path("b/<str:slug>/incidents/<int:number>/move/", views.move, name="move_incident"),
    path("b/<str:slug>/incidents/<int:number>/assign/", views.assign, name="assign_incident"),
    path("b/<str:slug>/incidents/<int:number>/severity/", views.severity, name="set_severity"),
    path("b/<str:slug>/incidents/<int:number>/log/", views.log, name="log_moment"),
    path("b/<str:slug>/incidents/<int:number>/law/", law_views.say, name="say_of_incident_law"),
    path("b/<str:slug>/incidents/<int:number>/evidence/", evidence_views.take, name="take_incident_evidence"),
    path("b/<str:slug>/incidents/<int:number>/experts/", expert_views.experts, name="incident_experts"),
    path("b/<str:slug>/incidents/<int:number>/experts/new/", expert_views.invite, name="invite_incident_expert"),
    path("b/<str:slug>/incidents/<int:number>/experts/<int:pk>/end/", expert_views.end, name="end_incident_expert"),
    path("b/<str:slug>/incidents/<int:number>/expert/", expert_views.room, name="expert_room"),
    path("b/<str:slug>/incidents/<int:number>/expert/advice/", expert_views.give_advice, name="advise_as_expert"),
    path("b/<str:slug>/plans/<str:plan>/uses/", plan_views.uses, name="plan_uses"),
    path("b/<str:slug>/stories/<int:number>/prevent/", plan_views.prevent, name="prevent_story"),
    path("b/<str:slug>/incidents/<int:number>/plan/", plan_views.merge, name="merge_incident_plan"),
    path("b/<str:slug>/incidents/<int:number>/plan/out/", plan_views.withdraw, name="withdraw_incident_plan"),
    path("b/<str:slug>/incidents/<int:number>/plan/<str:code>/", plan_views.settle, name="settle_incident_step"),
    path("b/<str:slug>/mentions/<int:pk>/erase/", views.erase, name="erase_post"),
    path("b/<str:slug>/mentions/<int:pk>/reply/", reply_views.reply, name="reply_to_mention"),
    path("b/<str:slug>/mentions/<int:pk>/reply/check/", reply_views.check, name="check_mention_reply"),
    path("b/<str:slug>/mentions/<int:pk>/reply/save/", reply_views.save, name="save_mention_reply"),
    path("b/<str:slug>/mentions/<int:pk>/reply/publish/", reply_views.publish, name="publish_mention_reply"),
    path("b/<str:slug>/mentions/<int:pk>/reply/drop/", reply_views.drop, name="drop_mention_reply"),
    path("b/<str:slug>/incidents/<int:number>/facts/<str:fact>/", fact_views.fact, name="incident_fact"),
    path("b/<str:slug>/incidents/<int:number>/facts/<str:fact>/write/", fact_views.write, name="write_incident_fact"),
    path(
        "b/<str:slug>/incidents/<int:number>/facts/<str:fact>/settle/", fact_views.settle, name="settle_incident_fact"
    ),
    path("b/<str:slug>/incidents/<int:number>/texts/", text_views.begin, name="begin_incident_text"),
    path("b/<str:slug>/incidents/texts/<int:pk>/", text_views.statement, name="statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/check/", text_views.check, name="check_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/save/", text_views.save, name="save_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/reread/", text_views.reread, name="reread_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/drop/", text_views.drop, name="drop_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/submit/", approval_views.submit, name="submit_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/approve/", approval_views.approve, name="approve_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/back/", approval_views.send_back, name="send_back_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/publish/", approval_views.publish, name="publish_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/send/", send_views.send, name="send_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/call-back/", send_views.call_back, name="call_back_statement"),
    path("b/<str:slug>/incidents/texts/<int:pk>/not-out/", send_views.say_not_out, name="say_statement_not_out"),
    path("b/<str:slug>/incidents/<int:number>/freeze/", send_views.freeze_incident, name="freeze_incident"),
    path("b/<str:slug>/incidents/freeze/", send_views.freeze_brand, name="freeze_brand"),
    path("b/<str:slug>/incidents/freezes/<int:pk>/lift/", send_views.lift_freeze, name="lift_freeze"),
    path("b/<str:slug>/incidents/templates/", text_views.templates, name="text_templates"),
    path("b/<str:slug>/incidents/templates/edit/", wording_views.edit, name="edit_template"),
    path("b/<str:slug>/incidents/templates/restore/", wording_views.restore, name="restore_template"),
    path("b/<str:slug>/incidents/messages/", ready_views.shelf, name="ready_texts"),
    path("b/<str:slug>/incidents/messages/new/", ready_views.new, name="new_ready_text"),
    path("b/<str:slug>/incidents/messages/<int:pk>/", ready_views.message, name="ready_text"),
    path("b/<str:slug>/incidents/messages/<int:pk>/edit/", ready_views.edit, name="edit_ready_text"),
    path("b/<str:slug>/incidents/messages/<int:pk>/approve/", ready_views.approve, name="approve_ready_text"),
    path("b/<str:slug>/incidents/messages/<int:pk>/back/", ready_views.send_back, name="send_ready_text_back"),
    path("b/<str:slug>/incidents/messages/<int:pk>/revoke/", ready_views.revoke, name="revoke_ready_text"),
    path(
        "b/<str:slug>/incidents/<int:number>/messages/<int:pk>/use/", ready_views.use, name="use_ready_text_in_incident"
    ),
    path("b/<str:slug>/incidents/approvals/", approval_views.approvals, name="approvals"),
    path("b/<str:slug>/incidents/texts/<int:pk>/forget/", text_views.forget, name="forget_statement_versions"),
    path(
        "b/<str:slug>/incidents/<int:number>/facts/<str:fact>/forget/", fact_views.forget, name="forget_incident_fact"
    ),
    path("b/<str:slug>/incidents/<int:number>/forget/", fact_views.forget_words, name="forget_incident_words"),
    path("b/<str:slug>/incidents/texts/<int:pk>/versions/", text_views.versions, name="statement_versions"),
    path("b/<str:slug>/mentions/<int:pk>/moderation/", guard_views.mention, name="mention_moderation"),
    path("b/<str:slug>/mentions/<int:pk>/moderation/ask/", guard_views.ask, name="ask_mention_moderation"),
    path("b/<str:slug>/incidents/moderation/", guard_views.requests, name="moderation_requests"),
    path("b/<str:slug>/incidents/moderation/<int:pk>/confirm/", guard_views.confirm, name="confirm_moderation"),
    path("b/<str:slug>/incidents/moderation/<int:pk>/decline/", guard_views.decline, name="decline_moderation"),
    path("b/<str:slug>/incidents/moderation/<int:pk>/undo/", guard_views.undo, name="undo_moderation"),
    path("b/<str:slug>/voice/", reply_views.voice, name="set_voice"),
    path("b/<str:slug>/alerts/<int:pk>/open/", views.open_from_alert, name="open_from_alert"),
    path("b/<str:slug>/incidents/<int:number>/sbar/", sbar_views.of_incident, name="incident_sbar"),
    path("b/<str:slug>/incidents/<int:number>/sbar/take/", sbar_views.take_of_incident, name="take_incident_sbar"),
    path("b/<str:slug>/stories/<int:number>/sbar/", sbar_views.of_story, name="story_sbar"),
    path("b/<str:slug>/stories/<int:number>/sbar/take/", sbar_views.take_of_story, name="take_story_sbar"),
    path("b/<str:slug>/stories/<int:number>/open/", views.open_from_story, name="open_from_story"),
]
