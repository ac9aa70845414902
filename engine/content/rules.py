"""The rules by which a multiple-choice answer is marked, as arithmetic on counts.

They stand with the content, because both the scoring and the author checks read them.
"""

from fractions import Fraction


def multiple_mark(rule: str, t: int, w: int, c: int, m: int) -> Fraction:
    """Mark in 0..1 for t right and w wrong options picked, of c right and m wrong ones.

    `all_or_nothing`, `subset_proportional` (a subset of the key earns its share, any wrong pick nothing),
    `subset_half`, `net_correct` (max(0, (t - w) / c)), `each_decision` (share of options decided right;
    a blank earns nothing). KeyError for another rule.
    """
    if t == 0 and w == 0:
        return Fraction(0)
    whole = t == c and w == 0
    return {
        "all_or_nothing": Fraction(whole),
        "subset_proportional": Fraction(t, c) if w == 0 else Fraction(0),
        "subset_half": Fraction(1) if whole else Fraction(1, 2) if w == 0 else Fraction(0),
        "net_correct": max(Fraction(0), Fraction(t - w, c)),
        "each_decision": Fraction(t + m - w, c + m),
    }[rule]
