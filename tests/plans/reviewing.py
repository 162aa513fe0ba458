"""A plan under review: threads opened, answered, with a suggestion."""

from __future__ import annotations

from uuid import uuid4

from plans.models import Comment, CommentThread, Plan, Section
from plans.review_anchors import of_row, whole
from plans.review_rules import Voice, voices
from plans.services_review import Words, answer_thread, open_thread

HERE = ["bas-saint-laurent", 2007]


def mission(plan: Plan) -> Section:
    return plan.sections.get(key="mission", volet="employment")


def words(text: str = "À préciser.", **told) -> Words:
    return Words(**{"text": text, "token": uuid4()} | told)


def voice_of(user, plan: Plan) -> Voice:
    return voices(user, plan)[0]


def opened(plan: Plan, by, *, shared: bool = True, row=None, field: str = "body", **told) -> CommentThread:
    """A thread on the mission, or on another row; on the whole plan for row=False."""
    anchor = whole(plan) if row is False else of_row(plan, row or mission(plan), field)
    said = words(**{"version_read": anchor.version} | told)
    return open_thread(anchor=anchor, words=said, voice=voice_of(by, plan), is_shared=shared, by=by)


def answered(thread: CommentThread, by, **told) -> Comment:
    told = {"version_read": mission(thread.plan).version} | told
    return answer_thread(thread=thread, words=words(**told), voice=voice_of(by, thread.plan), by=by)


def suggested(plan: Plan, by, text: str = "Une mission plus courte.", **told):
    """The suggestion of a thread opened for it."""
    return opened(plan, by, suggestion=text, **told).suggestions.get()
