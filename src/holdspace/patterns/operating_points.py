"""The fixed numbers behind cycles, each with what it was set for.

They were set on histories of the simulator in `benchmarks/cycles_simulator.py` with
seeds that no report uses. `docs/reference/cycles-accuracy.md` shows what they do on
others.
"""

GAP_EVENTS = 2
"""Other events that may lie between two steps, unless somebody says otherwise."""

LEAST_SUPPORT = 3
"""How often a sequence has to happen. Twice was tried: in histories of 30 events half
of what was then shown had a step too many."""

EVENTS_A_SUPPORT = 100
"""In a history of more than 300 events, one more time for each so many: what happens
three times in a thousand events happens by chance."""

SHORTEST, LONGEST = 2, 6
"""Steps a cycle may have."""

MOST_SEQUENCES = 20_000
"""Sequences that may recur in one history. With more (a gap far too wide), nothing that
recurs says anything, and each shuffle would take seconds."""

SHUFFLES = 1000
"""Shuffled histories that each history is held against."""

BLOCK_EVENTS = 10
"""Events that are shuffled among themselves, about: short enough to keep bursts."""

SHOWN_P = 0.02
"""A cycle is shown up to this corrected p. Under 0.05, as a burst that nobody marked
as an episode may begin in the middle of a block, which lets a little more through."""

SEED = 20_261_125
"""Where the shuffles of a history begin, together with a checksum of the history."""
