"""Notes: numbered in the order of their calls through the document, with the way there and back."""

from core.prose import render_prose
from plans.dossier import plan_dossier
from plans.models import Footnote, Issue, Section


def write(plan, text: str) -> Issue:
    issue = Issue.objects.filter(plan=plan).first()
    Issue.objects.filter(pk=issue.pk).update(description=text)
    return issue


def test_the_notes_of_the_demonstration_are_called_where_the_document_calls_them(plan):
    notes = plan_dossier(plan).notes
    assert [(note.number, note.row.text.split("\u00a0")[0].split(" :")[0]) for note in notes] == [
        (1, "Loi sur l’aide aux personnes et aux familles"),
        (2, "LSCD"),
        (3, "COSMOSS"),
        (4, "FIC"),
        (5, "SIRAD"),
    ]
    assert [note.calls for note in notes] == [(f"appel-{rank}-1",) for rank in range(1, 6)]


def test_a_call_placed_before_the_others_renumbers_them_all(plan):
    issue = write(plan, "Dans SIRAD[^4], puis encore[^4].")
    dossier = plan_dossier(plan)
    assert [(note.number, note.row.marker) for note in dossier.notes] == [
        (1, "4"),
        (2, "1"),
        (3, "2"),
        (4, "5"),
        (5, "3"),
    ]
    assert dossier.notes[0].calls == ("appel-1-1", "appel-1-2", "appel-1-3")
    text = next(one for one in dossier.issues if one.pk == issue.pk).description
    assert render_prose(text) == "<p>Dans SIRAD<sup>1</sup>, puis encore<sup>1</sup>.</p>"


def test_each_call_of_the_page_leads_to_its_note_and_back(as_user, cast, plan):
    page = as_user(cast.planner).get(plan.get_absolute_url()).content.decode()
    for note in plan_dossier(plan).notes:
        assert page.count(f'id="note-{note.row.pk}"') == 1
        for call in note.calls:
            assert page.count(f'id="{call}" href="{plan.get_absolute_url()}#note-{note.row.pk}"') == 1
            assert page.count(f'href="#{call}"') == 1


def test_a_note_that_nothing_calls_stays_listed_after_the_others(plan):
    Section.objects.filter(plan=plan, key="introduction").update(body="Sans appel.")
    notes = plan_dossier(plan).notes
    assert [(note.number, note.row.marker, bool(note.calls)) for note in notes][-1] == (5, "1", False)
    assert len(notes) == Footnote.objects.filter(plan=plan).count()


def test_a_call_without_note_is_told_in_the_text_and_apart(plan):
    issue = write(plan, "Mot[^inconnue].")
    dossier = plan_dossier(plan)
    assert [(one.key, one.place.row.pk) for one in dossier.lost_calls] == [("inconnue", issue.pk)]
    text = next(one for one in dossier.issues if one.pk == issue.pk).description
    assert render_prose(text) == "<p>Mot[note perdue\u00a0: inconnue].</p>"


def test_the_api_gives_the_markup_with_its_figures_told(as_user, cast, plan):
    write(plan, "La cible est de **{{cible:2}}**[^4].")
    told = as_user(cast.planner).get(f"/api/v1/plans/{plan.pk}/").json()
    assert told["issues"][0]["description"] == "La cible est de **8\u00a0100**[^4]."
