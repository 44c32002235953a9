"""Gives a request room on Python's stack, so that deep calls stay quick.

CPython 3.11 keeps the frames of a thread in chunks. Where a loop calls functions right
at the end of a chunk, each call takes a new chunk from the system and each return gives
it back: a page whose templates nest deeply then takes longer, depending on nothing but
how many frames lie above it. One frame with very many local variables makes the thread
take one large chunk, and all that is called from it stays inside.

`benchmarks/stack_depth.py` shows what it is worth.
"""

from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any

# Just over half of the chunk this makes CPython take (2**18 bytes), which leaves the
# rest, about 120 kB, for the frames below: some 500 calls deep.
_LOCALS = 16_500


def roomy(application: Callable[..., Any]) -> Callable[..., Any]:
    """Return `application`, called from a frame that makes room below itself."""
    return partial(_called_with_room, application)


def _call(application: Callable[..., Any], *arguments: Any) -> Any:
    return application(*arguments)


def _with_more_locals(function: FunctionType) -> FunctionType:
    """Return a copy of `function` whose frame has many unused local variables.

    The function may have no free variables: their places in the frame would move.
    """
    code = function.__code__
    names = code.co_varnames + tuple(f"_{number}" for number in range(_LOCALS))
    wide = code.replace(co_varnames=names, co_nlocals=len(names))
    return FunctionType(wide, function.__globals__)


_called_with_room = _with_more_locals(_call)
