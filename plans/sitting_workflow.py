"""The ways of a sitting and of a motion: from convened to closed, from moved to decided."""

from accounts.enums import Ability
from core.states import Transition
from plans.sitting_enums import MotionState as M
from plans.sitting_enums import SittingState as S

_RIGHT = Ability.RECORD_COUNCIL

OPEN_SITTING = Transition("open", "Ouvrir la séance", "Séance ouverte", frozenset({S.CONVENED}), S.OPEN, _RIGHT)
CLOSE_SITTING = Transition("close", "Lever la séance", "Séance levée", frozenset({S.OPEN}), S.CLOSED, _RIGHT)
CANCEL_SITTING = Transition(
    "cancel", "Annuler la séance", "Séance annulée", frozenset({S.CONVENED}), S.CANCELLED, _RIGHT, reason=True
)
SITTING_WAYS = (OPEN_SITTING, CLOSE_SITTING, CANCEL_SITTING)

OPEN_VOTE = Transition("open", "Ouvrir le vote", "Vote ouvert", frozenset({M.PROPOSED}), M.OPEN, _RIGHT)
ADOPT = Transition("adopt", "Clore le vote", "Proposition adoptée", frozenset({M.OPEN}), M.ADOPTED, _RIGHT)
REJECT = Transition("reject", "Clore le vote", "Proposition rejetée", frozenset({M.OPEN}), M.REJECTED, _RIGHT)
VOID = Transition("void", "Annuler le vote", "Vote sans effet", frozenset({M.OPEN}), M.VOID, _RIGHT)
WITHDRAW = Transition(
    "withdraw", "Retirer la proposition", "Proposition retirée", frozenset({M.PROPOSED}), M.WITHDRAWN, _RIGHT
)
MOTION_WAYS = (OPEN_VOTE, ADOPT, REJECT, VOID, WITHDRAW)
