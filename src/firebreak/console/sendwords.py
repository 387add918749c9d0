"""Which words do pages, timeline and audit log have for a text that goes out, and for what keeps it from going?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

SEND_ACTIONS: dict[str, Any] = {
    "set_outlet": _("Set up a channel to publish through"),
    "remove_outlet": _("Took a channel to publish through away"),
    "check_outlet": _("Tested a channel to publish through"),
    "ask_to_send": _("Let a text go out"),
    "call_back_text": _("Called a text back"),
    "send_statement": _("Sent a text out"),
    "stop_sending": _("Stopped a text that was not approved any more"),
    "send_failed": _("A text could not go out"),
    "send_unclear": _("It is not known whether a text is out"),
    "throw_switch": _("Froze what waits to go out"),
    "lift_switch": _("Lifted a freeze"),
    "say_not_out": _("Said that a text is not out"),
}
# Why a text is not out: what happened, and what to do next.
NOT_OUT: dict[str, tuple[Any, Any]] = {
    "key_refused": (
        _("The channel does not take our key."),
        _("Let an administrator of that site look at the user and the password, then set the channel up anew."),
    ),
    "nothing_there": (
        _("There is nothing at this address that takes texts."),
        _("Look at the address of the channel. If a draft was thrown away there, send the text again."),
    ),
    "asked_to_wait": (
        _("The channel asks us to come later."),
        _("It will be tried again by itself, when the channel says."),
    ),
    "server_trouble": (
        _("The channel's server has a fault."),
        _("It will be tried again by itself. If that takes too long, post the text by hand."),
    ),
    "too_long_for_it": (_("The text is too long for the channel."), _("Shorten it, or post it by hand.")),
    "refused": (
        _("The channel refuses the text."),
        _("Let somebody who knows that system look at its log, or post the text by hand."),
    ),
    "redirected": (
        _("The channel sends us to another address, and we follow nowhere with a key."),
        _("Set the channel up anew with the address that it names."),
    ),
    "timeout": (
        _("The channel did not answer in time."),
        _("It will be tried again by itself. If that takes too long, post the text by hand."),
    ),
    "unreachable": (_("The channel cannot be reached."), _("It will be tried again by itself.")),
    "unknown_host": (_("There is no server of that name."), _("Look at the address of the channel.")),
    "dns_timeout": (_("The name of the server could not be looked up."), _("It will be tried again by itself.")),
    "bad_http": (_("The server answers with something that is no answer."), _("Look at the address of the channel.")),
    "bad_tls": (_("No encrypted connection comes about."), _("Let an administrator of that site look at it.")),
    "bad_certificate": (
        _("The certificate of the server is not valid."),
        _("Let an administrator of that site renew it, then send again."),
    ),
    "private_address": (
        _("This address is not on the public internet."),
        _("The operator may name the host in FIREBREAK_ALLOW_HOSTS."),
    ),
    "not_wordpress": (
        _("What answers there is not the interface of WordPress."),
        _("Name the address of the site itself, and see that its REST interface is on."),
    ),
    "may_not_publish": (
        _("This user may not publish on the site."),
        _("Give them the role of an author there, or name another user."),
    ),
    "changed_there": (
        _("The site changes the words that we hand in, so nothing was published."),
        _("Give the user a role that may write without a filter, or post the text by hand."),
    ),
    "no_mail_server": (_("No mail server is set up."), _("Let the operator set FIREBREAK_SMTP_URL.")),
    "login_refused": (_("The mail server does not let us in."), _("Let the operator look at FIREBREAK_SMTP_URL.")),
    "recipient_refused": (_("The mail server does not know this address."), _("Correct the address of the channel.")),
    "sender_refused": (
        _("The mail server does not take our sender."),
        _("Let the operator look at FIREBREAK_MAIL_FROM."),
    ),
    "no_answer": (
        _("The mail server fell silent."),
        _("If this page asks, find out from a recipient and say so here."),
    ),
    "not_supported": (_("The mail server knows no encryption."), _("Let the operator look at FIREBREAK_SMTP_URL.")),
    "broke_off": (
        _("The service broke off while it was sending."),
        _("Look whether the text is out, then say so here."),
    ),
    "held_up": (_("The service stood still before it could send."), _("It will be tried again by itself.")),
    "secret_lost": (
        _("The stored key of the channel cannot be read any more."),
        _("Set the channel up anew: the secret of this installation has changed."),
    ),
    "called_back": (_("Somebody called it back."), _("Let it go out anew if it should.")),
    "published_already": (_("It was published by hand meanwhile."), _("Nothing needs to be done.")),
    "closed": (_("The incident was closed meanwhile."), _("Open it again if the text is still needed.")),
    "changed_since": (
        _("The words have changed since they were to go out."),
        _("Have them approved as they are now, then let them go out."),
    ),
    "time_passed": (
        _("Its time passed while everything was frozen."),
        _("See whether it still fits, then let it go out anew."),
    ),
    "no_outlet": (
        _("The brand has no channel of its own for this place."),
        _("Set one up under settings, or post the text by hand and say where."),
    ),
    "embargo": (
        _("It is under an embargo whose hour is still to come."),
        _("Let it go out after that hour."),
    ),
    "not_approved": (
        _("An approval is missing that it needs now."),
        _("Let those whose turn it is approve it, then let it go out."),
    ),
    "held_back": (
        _("Something stands against the text by now."),
        _("Look at what stands against it, mend it and let it be approved."),
    ),
}
SEND_PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    **{("channel_refused", code): said for code, said in NOT_OUT.items()},
    ("bad_input", "no_outlet"): NOT_OUT["no_outlet"],
    ("bad_input", "secret_lost"): NOT_OUT["secret_lost"],
    ("bad_input", "time_is_past"): (_("This time is past."), _("Choose a later one, or let it go out now.")),
    ("conflict", "is_on_its_way"): (
        _("This text is on its way out, or perhaps out already."),
        _("Wait until it is known. If it stays so, look there and say what you find."),
    ),
    ("conflict", "frozen_already"): (
        _("Everything is frozen here already."),
        _("Nothing goes out until it is lifted."),
    ),
    ("conflict", "not_frozen"): (_("This freeze was lifted already."), _("Look at how it stands now.")),
    ("conflict", "too_late"): (
        _("It is too late to call this text back."),
        _("Look at where it stands now. If it is out, a correction puts it right."),
    ),
    ("conflict", "texts_on_their_way"): (
        _("Texts wait to go out through this channel."),
        _("Call them back first, or wait until they are out."),
    ),
}
