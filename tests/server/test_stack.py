"""Deep calls do not ask the system for memory again and again."""

from __future__ import annotations

import resource

import pytest

from harmonie.server.stack import with_room

CALLS = 400


def _leaf() -> None:
    pass


def _faults_at(depth: int) -> int:
    """Pages of memory asked for by a loop of calls that runs ``depth`` calls deep."""
    if depth:
        return _faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        _leaf()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_depth_makes_a_loop_of_calls_map_memory_each_time():
    worst = with_room(lambda: max(_faults_at(depth) for depth in range(300)))

    assert worst < CALLS // 2


def test_the_answer_and_the_errors_of_the_call_come_through():
    assert with_room(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 // 0)
