"""The fixed numbers behind lines and signals, each with what it was set for.

They were set on practices of the simulator in `benchmarks/trust_simulator.py` that no
report uses. `docs/reference/trust-accuracy.md` shows what they do on others.
"""

ENOUGH_RATINGS = 3
"""Under three ratings it is too early to say: numbers, but no signals."""

INTERVAL_SDS = 1.6448536269514722
"""Half a 90 % interval of a normal distribution, in standard deviations."""

SURPRISE_SDS = 1.75
"""A rating further off than this opens the interval, until it is this far off."""

USUAL_HELD_DOWN_SDS = 1.2
"""A low rating pulls a client's usual level no more than if it were this far off."""

USUAL_HELD_UP_SDS = 2.5
"""The same for a high rating."""

SHARE_OF_NOW = 0.4
"""What is expected next lies this far from the usual level towards the present one."""

ROOM_LEAST = 0.2
"""Close to the best score ratings vary less; never taken as less than this share."""

RUPTURE_SDS = 2.2
"""A rating this far under what was expected is a rupture signal. Set for 0.85 false
alarms in 100 sessions without a rupture."""

WITHDRAWAL_SDS = 1.7
"""A moving average this far under usual is a withdrawal signal. Set for 0.15."""

NEWEST_WEIGHT = 0.5
"""Weight of the newest rating in that moving average; each older one has half."""

THINNING_CHANCE = 0.002
"""Answers that stop are a withdrawal signal where this many missing in a row are no
likelier than this, by the client's own rate so far."""

MISSED_BEFORE, ASKED_BEFORE = 1.0, 10.0
"""That rate starts as if one of ten ratings had been missed before [assumed]."""

REPAIRED_SHARE = 2.0 / 3.0
"""A rupture counts as repaired when this share of the way down is regained."""

SETTLED_ERRORS = 0.5
"""The low level has become the usual one when they are this many errors apart."""

CEILING_RATINGS = 5
"""From this many ratings on, all of them the best, a line says nothing."""
