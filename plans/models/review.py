"""Review: threads of comments on a part or a figure of a plan, whom they advise, and the wordings they suggest.

Nothing is deleted: a comment that is taken back leaves its place, a wording that is changed leaves the former one.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.enums import Ability
from core.differences import marked_difference
from plans.models.plan import Plan
from plans.models.sitting import Sitting
from plans.review_enums import CommentAct, ReviewBody, SuggestionState, ThreadState, body_of
from regions.models import Territory

WHOLE_PLAN, TARGET = "", "cible"  # kinds of anchor beside those of `plans.parts`


def _person(verbose_name: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=verbose_name, null=null, blank=null, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip


def _place() -> models.ForeignKey:
    return models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="+")


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Threads on the plans that the person reads before they are published: the shared ones, and the private ones
        of the bodies to which the person belongs today."""
        mine = Q(is_shared=True)
        for held in user.current_memberships:
            if body := body_of(held.role, held.territory.kind):
                mine |= Q(body=body, place=held.territory_id)
        return self.filter(mine, plan__territory__in=user.visible_territories(Ability.READ_PLAN))

    def open(self):
        return self.filter(state=ThreadState.OPEN)


class CommentThread(models.Model):
    """A thread, anchored to a row (`kind` and number as in `plans.parts`; `cible` and the number of an indicator), to
    one of its fields or none, or to the whole plan (no kind).

    `quote` is the text commented as it read then, at that version of the row and in that edition: it never changes.
    Private to a body in a place, until its author shares it with all who read the plan; never the reverse.
    """

    plan = models.ForeignKey(Plan, verbose_name="plan", on_delete=models.PROTECT, related_name="threads")
    kind = models.CharField("partie", max_length=30, blank=True)
    row = models.PositiveBigIntegerField("ligne", default=0)
    field = models.CharField("champ", max_length=40, blank=True)
    label = models.CharField("intitulé", max_length=200)
    quote = models.TextField("texte commenté", blank=True)
    version_read = models.PositiveIntegerField("version lue", default=0)
    edition = models.PositiveSmallIntegerField("édition")
    body = models.CharField("instance", max_length=12, choices=ReviewBody)
    place = _place()
    is_shared = models.BooleanField("partagé", default=False)
    state = models.CharField("état", max_length=10, choices=ThreadState, default=ThreadState.OPEN)
    author = _person("ouvert par")
    created_at = models.DateTimeField("ouvert le", auto_now_add=True)
    touched_at = models.DateTimeField("dernière entrée le", auto_now_add=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = "fil de commentaires"
        verbose_name_plural = "fils de commentaires"
        ordering = ["-touched_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="thread_state_known", condition=Q(state__in=ThreadState.values)),
            models.CheckConstraint(name="thread_body_known", condition=Q(body__in=ReviewBody.values)),
            models.CheckConstraint(name="thread_anchored", condition=Q(kind="", row=0) | ~Q(kind="") & Q(row__gt=0)),
        ]
        indexes = [
            models.Index(fields=["plan", "state", "kind", "row"], name="thread_of_part"),
            models.Index(fields=["plan", "-touched_at"], name="thread_latest"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("comment_thread", args=[self.plan.territory.slug, self.plan.year_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == ThreadState.OPEN


class OfThreadQuerySet(models.QuerySet):
    """Rows that hang from a thread are seen by those who see it."""

    def visible_to(self, user):
        return self.filter(**{f"{self.model.THREAD}__in": CommentThread.objects.visible_to(user)})


class Comment(models.Model):
    """An entry of a thread: words, or an act on the thread with its reason. `token`, drawn with the form, keeps the
    same form from being taken twice. `sitting` is the one at which the council's member wrote."""

    THREAD = "thread"

    thread = models.ForeignKey(CommentThread, verbose_name="fil", on_delete=models.PROTECT, related_name="comments")
    act = models.CharField("geste", max_length=10, choices=CommentAct, default=CommentAct.SAY)
    author = _person("auteur")
    body = models.CharField("instance", max_length=12, choices=ReviewBody)
    place = _place()
    text = models.TextField("commentaire", blank=True)
    sitting = models.ForeignKey(
        Sitting, verbose_name="séance", null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    token = models.UUIDField("jeton", unique=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    at = models.DateTimeField("le", auto_now_add=True)
    edited_at = models.DateTimeField("modifié le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = OfThreadQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="comment_act_known", condition=Q(act__in=CommentAct.values))]

    def __str__(self) -> str:
        return f"{self.author} {self.get_act_display()}"

    @property
    def is_said(self) -> bool:
        return self.act == CommentAct.SAY


class CommentWording(models.Model):
    """What a comment said before its author changed it. Append-only."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="wordings")
    text = models.TextField("texte d’avant")
    until = models.DateTimeField("jusqu’au", auto_now_add=True)

    class Meta:
        verbose_name = "texte antérieur d’un commentaire"
        verbose_name_plural = "textes antérieurs d’un commentaire"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.until}"


class Suggestion(models.Model):
    """Another text for the field of a thread. Accepted, it points at the batch of changes that wrote it."""

    THREAD = "thread"

    thread = models.ForeignKey(CommentThread, verbose_name="fil", on_delete=models.PROTECT, related_name="suggestions")
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="suggestion")
    version_read = models.PositiveIntegerField("version lue")
    old = models.TextField("texte lu", blank=True)
    new = models.TextField("texte proposé", blank=True)
    state = models.CharField("état", max_length=10, choices=SuggestionState, default=SuggestionState.PROPOSED)
    settled_by = _person("décidé par", null=True)
    settled_at = models.DateTimeField("décidé le", null=True, blank=True)
    batch = models.UUIDField("lot", null=True, blank=True, db_index=True)

    objects = OfThreadQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition de texte"
        verbose_name_plural = "propositions de texte"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="suggestion_state_known", condition=Q(state__in=SuggestionState.values)),
            models.CheckConstraint(
                name="suggestion_accepted_written",
                condition=Q(state="accepted", batch__isnull=False) | ~Q(state="accepted") & Q(batch__isnull=True),
            ),
            models.UniqueConstraint(fields=["thread"], condition=Q(state="accepted"), name="suggestion_one_accepted"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == SuggestionState.PROPOSED

    @property
    def marked(self) -> SafeString:
        """What it changed in the text that its author read, by words."""
        return marked_difference(self.old, self.new)


class MentionQuerySet(OfThreadQuerySet):
    def waiting_for(self, user):
        """Those of the person that nothing has answered: not marked as seen, on an open thread that they may read."""
        waiting = self.visible_to(user).filter(person=user, done_at__isnull=True, comment__withdrawn_at__isnull=True)
        return waiting.filter(comment__thread__state=ThreadState.OPEN)


class Mention(models.Model):
    """A person advised of a comment. `mailed_at` keeps a message from being sent twice."""

    THREAD = "comment__thread"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = _person("personne avisée")
    done_at = models.DateTimeField("vu le", null=True, blank=True)
    mailed_at = models.DateTimeField("courriel envoyé le", null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = "avis à une personne"
        verbose_name_plural = "avis à des personnes"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mention_unique")]
        indexes = [
            models.Index(fields=["person"], condition=Q(done_at__isnull=True), name="mention_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.comment_id}"
