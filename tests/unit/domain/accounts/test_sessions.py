"""What becomes of a refresh token that is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.accounts.sessions import GRACE, RefreshToken, Verdict, verdict

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        pytest.param(RefreshToken(LATER, None, None), Verdict.EXCHANGE, id="fresh"),
        pytest.param(RefreshToken(NOW, None, None), Verdict.EXPIRED, id="over at this moment"),
        pytest.param(RefreshToken(LATER, NOW - GRACE, None), Verdict.AGAIN, id="exchanged a moment ago"),
        pytest.param(
            RefreshToken(LATER, NOW - GRACE - timedelta(milliseconds=1), None),
            Verdict.STOLEN,
            id="used before",
        ),
        pytest.param(RefreshToken(EARLIER, EARLIER, None), Verdict.STOLEN, id="used before and over"),
        pytest.param(RefreshToken(LATER, None, EARLIER), Verdict.REVOKED, id="the family ended"),
        pytest.param(
            RefreshToken(LATER, EARLIER, EARLIER), Verdict.REVOKED, id="used before the family ended"
        ),
    ],
)
def test_a_token_is_good_for_once_while_its_family_lives(token: RefreshToken, expected: Verdict) -> None:
    assert verdict(token, NOW) is expected
