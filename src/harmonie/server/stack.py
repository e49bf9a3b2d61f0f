"""Room for deep calls: keeps Python from asking the system for memory at each of them.

Python keeps the frames of calls in blocks of 16 kB and gives an empty block back at once. A loop
that runs where one block ends (a template deep inside others, for each row of a list) then maps
and unmaps memory at every call: a third of a page's time went there. A frame that says that it
needs much makes Python take one large block, in which all deeper calls find room.
See https://github.com/python/cpython/issues/142183; Python 3.13 keeps a block, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
#: Slots of 8 bytes. Python rounds the block up to 512 kB, so 190 kB stay free for deeper frames.
SLOTS = 40_000


def with_room(call: Callable[[], T]) -> T:
    """Run ``call`` with room for deep calls."""
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
