"""What makes a tune cheap or dear to the search that finds it: every term by name."""

from msgspec import Struct


class Weights(Struct, frozen=True):
    """What each term counts; the defaults were set by measuring batches against real lullabies (bench/engine.py).

    `harmony` and `passing`: notes outside the chord on strong and on other places. `contour`: distance from the
    phrase's large line. `motif`: other notes than the phrase that should come back; `tail_from` is where in the
    phrase (0 to 1) it may go its own way. `shape`: other moves than the phrase taken up elsewhere; `echo`: than the
    bar before of the same rhythm. `recovery`: leaps that do not turn back. `monotony`: standing still or to and fro.
    `sameness`: a bar that goes as another of its phrase by mere chance; `heard`: as one of another phrase. `cadence`:
    an ending that is not one. `awkward`: steps that are hard to sing. `chance`: at most so much, by lot. `flow`: what
    a step gains that goes on the same way down, `flow_up`: up. `rise`: a step or third up, and `spring` what a leap
    up gains, for songs leap up and step down (Vos & Troost 1989, Music Perception 6, jstor.org/stable/40285439; so do
    the Essen songs).
    `usual`: each bit of surprise that a move is after the one before it (engine/usual_moves.py).
    `narrow`: what each degree of smallness over 1 costs a move of more than a step; `wider`: what each below it gains.
    """

    harmony: float = 2.4
    passing: float = 0.5
    contour: float = 4.0
    motif: float = 4.2
    shape: float = 0.3
    echo: float = 0.3
    recovery: float = 1.3
    monotony: float = 1.5
    sameness: float = 0.8
    heard: float = 0.8
    cadence: float = 8.0
    awkward: float = 4.0
    chance: float = 0.7
    tail_from: float = 0.6
    flow: float = 0.68
    flow_up: float = 0.36
    rise: float = 0.25
    narrow: float = 2.6
    wider: float = 0.7
    spring: float = 0.3
    usual: float = 0.45
    intervals: tuple[float, ...] = (0.65, -0.02, 0.06, -0.25, -0.15, -0.1, 6.0, 0.8, 2.6, 2.6, 6.0, 9.0, 3.2)
    """By semitones, 0 to 12: steps, thirds and fourths alike (`usual` says what goes after what), seldom a sixth."""
