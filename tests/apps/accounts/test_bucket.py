from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.accounts.bucket import take


def test_a_bucket_lets_its_number_through_then_says_when_to_come_back():
    assert all(take("a", 3, now=100.0).is_allowed for _ in range(3))
    refused = take("a", 3, now=100.0)
    assert not refused.is_allowed
    assert refused.retry_after == 20
    assert not take("a", 3, now=119.0).is_allowed
    assert take("a", 3, now=120.1).is_allowed


def test_buckets_do_not_share_tokens():
    assert take("one", 1, now=5.0).is_allowed
    assert take("two", 1, now=5.0).is_allowed
    assert not take("one", 1, now=5.0).is_allowed


@given(
    st.integers(1, 50),
    st.lists(st.floats(0, 20, allow_nan=False), min_size=1, max_size=80),
    st.integers(0, 10**9),
)
def test_never_more_than_the_burst_plus_the_rate(per_minute, waits, seed):
    now, passed = 1000.0, 0
    for wait in waits:
        now += wait
        passed += take(
            f"h{seed}.{per_minute}.{len(waits)}.{sum(waits)}", per_minute, now
        ).is_allowed
    assert passed <= per_minute + sum(waits) * per_minute / 60 + 1
