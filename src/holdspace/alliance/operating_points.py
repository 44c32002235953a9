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

SHARE_OF_NOW = 0.3
"""What is expected next lies this far from the usual level towards the present one."""

USUAL_DRIFT_SHARE = 0.125
"""What is usual moves with this share of the drift of the present level."""

ROOM_LEAST = 0.2
"""Close to the best score ratings vary less; never taken as less than this share."""

RUPTURE_SDS = 2.45
"""A rating this far under what was expected is a signal. Set for 0.8 false alarms in
100 sessions without a rupture."""

WITHDRAWAL_SDS = 2.05
"""Two ratings in a row this far under usual are one, too. Set for 0.2."""

SLIDE_SDS = 1.0
"""If both of the last two were at least this far under usual, the signal is called a
withdrawal, otherwise a rupture: it had begun before the session that shows it."""

THINNING_CHANCE = 0.002
"""Answers that stop are a withdrawal signal where this many missing in a row are no
likelier than this, by the client's own rate so far."""

MISSED_BEFORE, ASKED_BEFORE = 1.0, 10.0
"""That rate starts as if one of ten ratings had been missed before [assumed]."""

REPAIRED_SHARE = 2.0 / 3.0
"""A rupture counts as repaired when this share of the way down is regained."""

DEEPER_ERRORS = 2.5
"""While a strain is open, only an abrupt fall this many errors under the lowest level
since is a signal again."""

SETTLED_ERRORS = 0.5
"""The low level has become the usual one when they are this many errors apart."""

CEILING_RATINGS = 5
"""From this many ratings on, all of them the best, a line says nothing."""
