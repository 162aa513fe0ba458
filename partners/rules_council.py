"""The rules by which a council decides, as pure functions: how many must be there, and what the votes make.

Seats by college are those of Act M-15.001, s. 40; quorum, majority and tie-break are settings of each council.
"""

from __future__ import annotations

from dataclasses import dataclass

from partners.enums import College, MajorityRule, QuorumRule, TieBreak, VoteChoice

# College → (number of seats, with a vote).
SEATS_BY_LAW: dict[College, tuple[int, bool]] = {
    College.LABOUR: (6, True),
    College.BUSINESS: (6, True),
    College.COMMUNITY: (2, True),
    College.EDUCATION: (4, True),
    College.LOCAL: (1, True),
    College.MINISTRY: (1, True),
    College.OBSERVER: (3, False),
}


@dataclass(frozen=True)
class Rules:
    """The settings of a council, or those under which a past vote was taken."""

    quorum: str = QuorumRule.MAJORITY
    quorum_number: int | None = None
    majority: str = MajorityRule.VOTES
    tie_break: str = TieBreak.CHAIR


@dataclass(frozen=True)
class Quorum:
    """Voting seats represented at a moment, how many must be, and how many are filled."""

    present: int
    needed: int
    filled: int

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - self.present, 0)

    @property
    def sentence(self) -> str:
        told = f"{self.present} {'siège votant représenté' if self.present < 2 else 'sièges votants représentés'}"
        if self.is_reached:
            return f"{told}, {self.needed} suffisent."
        return f"{told}, il en faut {self.needed}\u00a0: il en manque {self.missing}."


def quorum_needed(rules: Rules, filled: int) -> int:
    """Voting seats that must be represented, of those that are filled; never less than one."""
    if rules.quorum == QuorumRule.NUMBER:
        return max(rules.quorum_number or 0, 1)
    return filled // 2 + 1


@dataclass(frozen=True)
class Count:
    """Votes of a motion. Abstentions are recorded; they are no votes cast."""

    votes_for: int = 0
    against: int = 0
    abstain: int = 0

    @property
    def total(self) -> int:
        return self.votes_for + self.against + self.abstain

    @property
    def is_tie(self) -> bool:
        return self.votes_for == self.against

    @property
    def sentence(self) -> str:
        told = f"{self.abstain} abstention{'s' if self.abstain > 1 else ''}"
        return f"{self.votes_for} pour, {self.against} contre, {told}"


@dataclass(frozen=True)
class Outcome:
    is_adopted: bool
    by_chair: bool = False  # the votes were even, and the chair's vote settled


def chair_settles(rules: Rules, count: Count, filled: int) -> bool:
    """Whether the result hangs on the chair: the votes are even, and even is as much as the majority needs."""
    if rules.tie_break != TieBreak.CHAIR or not count.is_tie or not count.votes_for:
        return False
    return rules.majority == MajorityRule.VOTES or count.votes_for * 2 >= filled


def decide(rules: Rules, count: Count, filled: int, chair: str = "") -> Outcome:
    """What the votes make of a motion. `filled` voting seats; `chair` is the chair's choice, asked only when even."""
    if chair_settles(rules, count, filled):
        return Outcome(chair == VoteChoice.FOR, by_chair=chair in {VoteChoice.FOR, VoteChoice.AGAINST})
    if rules.majority == MajorityRule.SEATS:
        return Outcome(count.votes_for * 2 > filled)
    return Outcome(count.votes_for > count.against)
