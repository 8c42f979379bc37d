"""The words of mail about accounts: a subject, plain text and HTML, from the same sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from domain.errors import InvalidInput
from services.accounts import mails


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Wording:
    """`paragraphs` may name fields of the payload; `path` is where the button leads, with the token behind it."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""
    path: str = ""
    after: tuple[str, ...] = ()


_NOT_ME = "If this was not you, you need do nothing: without this mail nobody gets in."
_WORDS: Mapping[str, _Wording] = {
    mails.VERIFY: _Wording(
        "Confirm your address",
        (
            "Somebody, probably you, signed up with this address. Confirm that it is yours, and your receptionist "
            "can be set up.",
        ),
        "Confirm the address",
        "/verify#",
        (
            "The link is good for three days.",
            "You choose the password there; one that was chosen when signing up, by whomever, does not hold.",
            _NOT_ME,
        ),
    ),
    mails.ALREADY_SIGNED_UP: _Wording(
        "You have an account already",
        (
            "Somebody, probably you, signed up with this address, which has an account already. Sign in with it.",
        ),
        "Sign in",
        "/sign-in",
        ("If the password is forgotten, it can be set anew there.", _NOT_ME),
    ),
    mails.RESET_PASSWORD: _Wording(
        "Set a new password",
        ("Somebody asked for a new password for this address.",),
        "Set a new password",
        "/reset-password#",
        ("The link is good for one hour and for one use.", _NOT_ME),
    ),
    mails.PASSWORD_CHANGED: _Wording(
        "Your password was changed",
        ("The password of your account was changed, and every device was signed out.",),
        "Sign in",
        "/sign-in",
        ("If this was not you, set a new password at once: the sign-in page has a link for it.",),
    ),
    mails.CHANGE_EMAIL: _Wording(
        "Confirm your new address",
        ("Your account is to be moved to this address. Until you confirm it, the old one stays.",),
        "Confirm the address",
        "/change-address#",
        ("The link is good for three days.", _NOT_ME),
    ),
    mails.INVITED: _Wording(
        "{business_name} invites you",
        ("{inviter} invites you to work with the receptionist of {business_name}.",),
        "Accept the invitation",
        "/invitation#",
        ("The link is good for seven days.",),
    ),
    mails.BUSINESS_CLOSED: _Wording(
        "{business_name} was closed",
        (
            "{by} closed {business_name}. Its receptionist answers no calls any more; its API keys and open "
            "invitations are void.",
            "Its data is kept until {until}. Until then its owners can reopen it; after that it is erased for good.",
        ),
        "Reopen it",
        "/sign-in",
    ),
    mails.ACCOUNT_DELETED: _Wording(
        "Your account was deleted",
        (
            "Your account was deleted, as you asked: sign-ins, second factor and API keys are gone with it.",
            "What you changed in businesses you worked in stays in their audit logs, without your name.",
        ),
        "Sign up again",
        "/sign-up",
    ),
    mails.WEBHOOK_DISABLED: _Wording(
        "A webhook of {business_name} is disabled",
        (
            "Nothing is sent to the webhook {url} of {business_name} any more: {because}.",
            "What was not delivered is kept for a while. Mend the webhook, enable it again and have it sent once more.",
        ),
        "Look at webhooks",
        "/webhooks",
    ),
}


def letter(kind: str, payload: Mapping[str, Any], frontend_url: str) -> Letter:
    """The mail of this kind. The token is behind a `#`, which browsers send to no server and put in no referrer.

    Raises:
        InvalidInput: the payload lacks a field, or there is no such kind.
    """
    try:
        words = _WORDS[kind]
        fields = {name: str(value) for name, value in payload.items()}
        subject = words.subject.format_map(fields)
        paragraphs = [paragraph.format_map(fields) for paragraph in words.paragraphs]
        link = frontend_url + words.path + (quote(fields["token"]) if words.path.endswith("#") else "")
    except KeyError as missing:
        raise InvalidInput(f"mail {kind}: {missing} is missing") from None
    text = "\n\n".join([*paragraphs, f"{words.button}: {link}", *words.after]) + "\n"
    html = "".join(
        [
            *(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs),
            f'<p><a href="{escape(link, quote=True)}">{escape(words.button)}</a></p>',
            *(f"<p>{escape(paragraph)}</p>" for paragraph in words.after),
        ]
    )
    return Letter(" ".join(subject.split()), text, html)
