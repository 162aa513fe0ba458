"""How a council decides, as tables; and that no count ever makes two results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.enums import MajorityRule, QuorumRule, TieBreak
from partners.rules_council import SEATS_BY_LAW, Count, Quorum, Rules, chair_settles, decide, quorum_needed

SIMPLE, ABSOLUTE = MajorityRule.VOTES, MajorityRule.SEATS
CHAIR, REJECTED = TieBreak.CHAIR, TieBreak.REJECTED


def test_the_law_gives_twenty_voting_seats_and_three_without_vote():
    assert sum(count for count, is_voting in SEATS_BY_LAW.values() if is_voting) == 20
    assert sum(count for count, is_voting in SEATS_BY_LAW.values() if not is_voting) == 3


@pytest.mark.parametrize(
    ("rule", "number", "filled", "needed"),
    [
        (QuorumRule.MAJORITY, None, 20, 11), (QuorumRule.MAJORITY, None, 19, 10), (QuorumRule.MAJORITY, None, 18, 10),
        (QuorumRule.MAJORITY, None, 1, 1), (QuorumRule.MAJORITY, None, 0, 1), (QuorumRule.NUMBER, 9, 20, 9),
        (QuorumRule.NUMBER, 9, 5, 9), (QuorumRule.NUMBER, None, 20, 1),
    ],
)  # fmt: skip
def test_quorum(rule, number, filled, needed):
    assert quorum_needed(Rules(quorum=rule, quorum_number=number), filled) == needed


@pytest.mark.parametrize(("present", "is_reached", "missing"), [(10, False, 1), (11, True, 0), (20, True, 0)])
def test_quorum_is_reached_or_says_how_many_are_missing(present, is_reached, missing):
    quorum = Quorum(present, 11, 20)
    assert (quorum.is_reached, quorum.missing) == (is_reached, missing)


@pytest.mark.parametrize(
    ("majority", "tie_break", "votes", "chair", "is_adopted", "by_chair"),
    [
        (SIMPLE, CHAIR, (10, 9, 1), "", True, False),
        (SIMPLE, CHAIR, (9, 10, 1), "", False, False),
        (SIMPLE, CHAIR, (2, 1, 17), "", True, False),
        (SIMPLE, CHAIR, (8, 8, 4), "for", True, True),
        (SIMPLE, CHAIR, (8, 8, 4), "against", False, True),
        (SIMPLE, CHAIR, (8, 8, 4), "abstain", False, False),
        (SIMPLE, CHAIR, (8, 8, 4), "", False, False),
        (SIMPLE, REJECTED, (8, 8, 4), "for", False, False),
        (SIMPLE, CHAIR, (0, 0, 20), "for", False, False),
        (ABSOLUTE, CHAIR, (11, 9, 0), "", True, False),
        (ABSOLUTE, CHAIR, (10, 2, 8), "", False, False),
        (ABSOLUTE, CHAIR, (10, 10, 0), "for", True, True),
        (ABSOLUTE, CHAIR, (10, 10, 0), "against", False, True),
        (ABSOLUTE, CHAIR, (9, 9, 2), "for", False, False),
        (ABSOLUTE, REJECTED, (10, 10, 0), "for", False, False),
    ],
)
def test_what_the_votes_of_a_council_of_twenty_make(majority, tie_break, votes, chair, is_adopted, by_chair):
    outcome = decide(Rules(majority=majority, tie_break=tie_break), Count(*votes), 20, chair)
    assert (outcome.is_adopted, outcome.by_chair) == (is_adopted, by_chair)


few = st.integers(0, 20)


@given(few, few, few, st.sampled_from(MajorityRule.values), st.sampled_from(TieBreak.values), st.integers(1, 20))
def test_the_result_follows_the_counts_alone(votes_for, against, abstain, majority, tie_break, filled):
    rules, count = Rules(majority=majority, tie_break=tie_break), Count(votes_for, against, abstain)
    by_word = {chair: decide(rules, count, filled, chair) for chair in ("for", "against", "abstain", "")}
    if not chair_settles(rules, count, filled):
        assert len(set(by_word.values())) == 1
    if by_word[""].is_adopted:
        assert votes_for > against or (majority == ABSOLUTE and votes_for * 2 > filled)
    assert decide(rules, Count(votes_for, against, 0), filled) == by_word[""]  # abstentions are no votes cast


@given(few, few, few, st.sampled_from(MajorityRule.values), st.integers(1, 20))
def test_one_vote_more_for_never_loses_a_motion(votes_for, against, abstain, majority, filled):
    rules = Rules(majority=majority, tie_break=REJECTED)
    before = decide(rules, Count(votes_for, against, abstain), filled).is_adopted
    assert decide(rules, Count(votes_for + 1, against, abstain), filled).is_adopted >= before
