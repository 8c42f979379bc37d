"""What vendors report of a notification, in whatever order it arrives."""

from itertools import permutations

import pytest

from domain.notifications.delivery import Status, goes_on, of_sendgrid, of_twilio


def after(told: tuple[Status, ...]) -> Status:
    current = Status.ACCEPTED
    for each in told:
        if goes_on(current, each):
            current = each
    return current


@pytest.mark.parametrize(
    ("told", "comes_to"),
    [
        (("sending", "sent", "delivered"), Status.DELIVERED),
        (("sending", "sent", "undelivered"), Status.UNDELIVERED),
        (("queued", "failed"), Status.FAILED),
    ],
    ids=["delivered", "undelivered", "failed"],
)
def test_a_texts_reports_come_to_the_same_in_any_order(told: tuple[str, ...], comes_to: Status) -> None:
    statuses = [of_twilio(each) for each in told]
    for order in permutations(each for each in statuses if each is not None):
        assert after(order) is comes_to


def test_a_mail_that_a_mailbox_took_and_bounced_later_did_not_arrive() -> None:
    told = [of_sendgrid(each) for each in ("processed", "deferred", "delivered", "bounce")]
    for order in permutations(each for each in told if each is not None):
        assert after(order) is Status.UNDELIVERED


def test_what_nobody_knows_says_nothing() -> None:
    assert of_twilio("teleported") is None
    assert of_sendgrid("group_unsubscribe") is None


def test_a_report_settles_what_nobody_was_sure_of() -> None:
    assert goes_on(Status.PERHAPS_SENT, Status.ACCEPTED)
    assert not goes_on(Status.DELIVERED, Status.PERHAPS_SENT)
