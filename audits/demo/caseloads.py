"""Who leads which case: past work by chance, the open cases as unevenly as the letter found them.

One worker has 52 children, which is the letter's figure; one in the first year has more than the limit.
"""

from collections import Counter, defaultdict

from audits.demo.episodes import Episode, Span
from audits.demo.world import World
from frontdoor.core.roles import SOCIAL_WORKER
from workforce.models import Worker

WHOLE = 2000
FAR_TOO_MANY = ("priya.sandoval@demo.example", 52)
TOO_MANY_IN_FIRST_YEAR = ("callum.brightwater@demo.example", 17)


def _may_lead(world: World, span: Span) -> list[Worker]:
    day = span.started_on
    workers = world.staff.members(span.team, SOCIAL_WORKER.code, day)
    last = min(span.ended_on or world.on, world.on)
    staying = [worker for worker in workers if worker.ended_on is None or worker.ended_on >= last]
    return staying or world.staff.members(span.team, SOCIAL_WORKER.code, world.on)


def _fill(open_spans: list[tuple[int, Span]], worker: Worker, most: int) -> list[tuple[int, Span]]:
    """Give a worker families up to exactly ``most`` children where they fit; returns what is left."""
    left, held = [], 0
    for children, span in open_spans:
        if held + children <= most:
            span.worker = worker
            held += children
        else:
            left.append((children, span))
    return left


def give_leads(world: World, episodes: list[Episode], *, size: int) -> None:
    """Name the worker of every span; ``size`` is how many children the authority was asked to have."""
    by_team: dict[str, list[tuple[int, Span]]] = defaultdict(list)
    for episode in episodes:
        for span in episode.spans:
            if span.ended_on is None:
                by_team[span.team].append((len(episode.children), span))
            else:
                workers = _may_lead(world, span)
                span.worker = world.dice.choices(workers, [world.staff.weights[w.pk] for w in workers])[0]
    share = min(1.0, size / WHOLE)
    for team in sorted(by_team):
        left = by_team[team]
        world.dice.shuffle(left)
        for email, most in (FAR_TOO_MANY, TOO_MANY_IN_FIRST_YEAR):
            worker = world.staff.workers[email]
            if worker.team_id == world.staff.teams[team].pk:
                left = _fill(left, worker, round(most * share))
        _share_out(world, left)


def _share_out(world: World, left: list[tuple[int, Span]]) -> None:
    held: Counter[int] = Counter()
    filled = {FAR_TOO_MANY[0], TOO_MANY_IN_FIRST_YEAR[0]}
    for children, span in left:
        workers = [worker for worker in _may_lead(world, span) if worker.email not in filled]
        lightest = min(workers, key=lambda worker: (held[worker.pk] + 1) / world.staff.weights[worker.pk])
        span.worker = lightest
        held[lightest.pk] += children
