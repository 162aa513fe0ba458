"""Addresses of the review of a plan."""

from django.urls import path

from plans.views import review, review_suggestion, review_thread

_AT = "<slug:territory>/<exercice:year>/plan/commentaires/"

urlpatterns = [
    path(_AT, review.plan_comments, name="plan_comments"),
    path(f"{_AT}plan/", review.plan_comment, name="plan_comment"),
    path(f"{_AT}fil/<int:pk>/", review_thread.comment_thread, name="comment_thread"),
    path(f"{_AT}fil/<int:pk>/geste/", review_thread.thread_settle, name="thread_settle"),
    path(f"{_AT}mot/<int:pk>/", review_thread.comment_edit, name="comment_edit"),
    path(f"{_AT}proposition/<int:pk>/", review_suggestion.suggestion, name="comment_suggestion"),
    path(f"{_AT}<slug:kind>/<int:pk>/", review.part_comments, name="part_comments"),
]
