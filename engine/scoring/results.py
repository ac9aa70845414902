"""From answers to results: what one attempt earned, where one stands, how a topic goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt earned: `fraction` in 0..1 of `of` marked questions, `answered` of them answered."""

    fraction: Fraction
    of: int
    answered: int
    right: int

    def passed(self, pass_mark: int) -> bool:
        """Whether the share earned reaches `pass_mark` percent."""
        return self.fraction * 100 >= pass_mark


def result(marks: Sequence[Fraction | None], answered: int) -> Result:
    """The result over the slots of a paper; a slot not answered counts 0, one that is not marked gives None."""
    counted = [m for m in marks if m is not None]
    total = sum(counted, Fraction(0))
    share = total / len(counted) if counted else Fraction(0)
    return Result(share, len(counted), answered, sum(m == 1 for m in counted))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one stands with one item."""

    best: Fraction
    latest: Fraction
    tries: int
    last_at: datetime


def moved(standing: Standing | None, fraction: Fraction, at: datetime) -> Standing:
    """The standing after one more answer that earned `fraction`."""
    if standing is None:
        return Standing(fraction, fraction, 1, at)
    return Standing(max(standing.best, fraction), fraction, standing.tries + 1, at)


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """How one topic goes: of `questions`, so many were tried and so many are known; `share` is the mean latest mark."""

    topic: str
    questions: int
    tried: int
    known: int
    share: Fraction | None


def topic_progress(items: Mapping[str, str], standings: Mapping[str, Standing]) -> list[TopicProgress]:
    """Progress by topic; `items` maps each live question to its topic. Known means: the latest answer was fully right."""
    topics: dict[str, list[str]] = {}
    for item, topic in items.items():
        topics.setdefault(topic, []).append(item)
    rows = []
    for topic, ids in topics.items():
        latest = [standings[id].latest for id in ids if id in standings]
        share = sum(latest, Fraction(0)) / len(latest) if latest else None
        rows.append(TopicProgress(topic, len(ids), len(latest), sum(m == 1 for m in latest), share))
    return rows


def weakest(rows: Iterable[TopicProgress], at_least: int = 3) -> TopicProgress | None:
    """The topic with the lowest share among those with enough answers to say so."""
    judged = [r for r in rows if r.share is not None and r.tried >= at_least and r.share < 1]
    return min(judged, key=lambda r: (r.share, r.topic)) if judged else None
