"""The forms of the territorial plan: what is written and followed, what a refusal or a conflict keeps."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from plans.models import ActionTarget
from plans.services_territorial import edit_territorial_row
from tests.plans.test_territorial_pages import HOME, PERIOD, edit_url, follow_url


def typed(action, **values):
    data = {
        "version": action.version, "number": action.number, "text": action.text, "lead": action.lead,
        "partners": action.partners, "start": "", "end": "", "source_note": "",
        "priorities": [one.pk for one in action.priorities.all()],
    }  # fmt: skip
    return data | values


# --- Writing ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("revised")
def test_an_action_is_written_without_script_and_the_page_says_so(as_user, cast, action):
    client = as_user(cast.director)
    response = client.post(edit_url(action()), typed(action(), text="Texte révisé.", lead="Service aux entreprises"))
    assert (response.status_code, response.url) == (
        302,
        f"{reverse('territorial_place', args=HOME)}#action-{action().pk}",
    )
    page = client.get(response.url).content.decode()
    assert "est enregistré" in page
    assert "Texte révisé." in page
    assert action().lead == "Service aux entreprises"


@pytest.mark.usefixtures("revised")
def test_in_place_the_block_of_the_territory_comes_back(as_user, cast, action):
    response = as_user(cast.director).post(
        edit_url(action()), typed(action(), text="Texte révisé."), headers={"HX-Request": "true"}
    )
    assert (response.status_code, response["HX-Retarget"]) == (200, "#bloc-territoire")
    page = response.content.decode()
    assert "Texte révisé." in page
    assert page.count("<h1") == 0


@pytest.mark.usefixtures("revised")
def test_a_refused_form_keeps_what_was_typed_and_names_the_field(as_user, cast, action):
    data = typed(action(), text="Autre.", start="2022-05-01", end="2021-05-01", priorities=[])
    response = as_user(cast.director).post(edit_url(action()), data)
    assert response.status_code == 422
    assert "Cochez au moins une priorité." in response.content.decode()
    data["priorities"] = [one.pk for one in action().priorities.all()]
    response = as_user(cast.director).post(edit_url(action()), data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "L’échéance vient avant le début." in page
    assert ">\nAutre.</textarea>" in page
    assert 'value="2021-05-01"' in page


@pytest.mark.usefixtures("revised")
def test_two_writers_see_both_texts_and_nothing_is_lost(as_user, cast, action):
    read = action()
    edit_territorial_row(
        row=action(), expected_version=read.version, values={"text": "Texte de la planification.", "lead": "Marc"},
        by=cast.planner,
    )  # fmt: skip
    response = as_user(cast.director).post(edit_url(read), typed(read, text="Texte de la direction."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Texte de la planification." in page
    assert ">\nTexte de la direction.</textarea>" in page
    assert 'name="lead" value="Marc"' in page, "left as it was read: the standing value is taken"
    assert f'name="version" value="{action().version}"' in page
    assert action().text == "Texte de la planification."
    again = typed(read, version=action().version, text="Texte accordé.", lead="Marc")
    assert as_user(cast.director).post(edit_url(read), again).status_code == 302
    assert (action().text, action().lead) == ("Texte accordé.", "Marc")


@pytest.mark.usefixtures("revised")
def test_links_in_conflict_are_told_by_their_titles(as_user, cast, action):
    read = action("estrie", 1)
    thirteen = read.place.priorities.get(number=13)
    edit_territorial_row(
        row=action("estrie", 1), expected_version=read.version, values={"priorities": [thirteen]}, by=cast.national
    )
    mine = [one.pk for one in read.place.priorities.all()]
    response = as_user(cast.national).post(edit_url(read), typed(read, priorities=mine))
    assert response.status_code == 409
    assert escape(f"13. {thirteen.title}") in response.content.decode()


@pytest.mark.usefixtures("revised")
def test_a_form_without_its_version_is_refused(as_user, cast, action):
    response = as_user(cast.director).post(edit_url(action()), typed(action(), version=""))
    assert response.status_code == 422
    assert "La version lue manque" in response.content.decode()


@pytest.mark.usefixtures("revised")
def test_a_row_of_another_territory_is_not_found(as_user, cast, action):
    url = reverse("territorial_edit", args=[*HOME, "action", action("estrie", 1).pk])
    assert as_user(cast.director).get(url).status_code == 404


@pytest.mark.usefixtures("revised")
def test_priority_action_and_target_are_added_and_taken_away(as_user, cast, action, ovt):
    client = as_user(cast.director)

    def add(kind):
        return reverse("territorial_add", args=[*HOME, kind])

    assert client.post(add("priorite"), {"version": 1, "number": 8, "title": "Une autre"}).status_code == 302
    eight = ovt.places.get(slug="bas-saint-laurent").priorities.get(number=8)
    data = {"version": 1, "number": "", "text": "Une quatrième.", "priorities": [eight.pk]}
    assert client.post(add("action"), data).status_code == 302
    four = action(number=4)
    url = f"{add('cible')}?action={four.pk}"
    assert client.get(url).status_code == 200
    assert client.post(url, {"version": 1, "year": "2024", "value": "1 200", "unit": "lettres"}).status_code == 302
    target = ActionTarget.objects.get(action=four)
    assert (target.year, int(target.value)) == (2024, 1200)
    away = reverse("territorial_archive", args=[*HOME, "action", four.pk])
    assert client.post(away, {"version": four.version + 1}).status_code == 409
    assert client.post(away, {"version": four.version}).status_code == 302
    assert ovt.places.get(slug="bas-saint-laurent").actions.count() == 3
    assert ActionTarget.objects.filter(pk=target.pk).exists() is False


def test_a_follow_up_is_written_with_its_result(as_user, cast, action):
    row = action("mauricie", 1)
    target = row.targets.get()
    data = {"version": row.version, "status": "done", "on": "2023-01-10", "note": "Fait.", f"result_{target.pk}": "5"}
    assert as_user(cast.national).post(follow_url(row), data).status_code == 302
    page = as_user(cast.partner).get(reverse("territorial_place", args=[*PERIOD, "mauricie"])).content.decode()
    assert "Fait." in page
    assert "Résultat&nbsp;: 5\u00a0formations" in page


def test_a_late_follow_up_is_refused_with_409_and_keeps_what_was_typed(as_user, cast, action):
    row = action()
    data = {"version": row.version, "status": "done", "on": "2023-01-10", "note": "Premier."}
    assert as_user(cast.planner).post(follow_url(row), data).status_code == 302
    response = as_user(cast.director).post(follow_url(row), data | {"note": "Second."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Premier." in page
    assert ">\nSecond.</textarea>" in page
    assert f'name="version" value="{action().version}"' in page


def test_a_follow_up_without_status_or_with_words_for_a_number_is_refused(as_user, cast, action):
    row = action("mauricie", 1)
    target = row.targets.get()
    data = {"version": row.version, "status": "", "on": "2023-01-10", "note": "", f"result_{target.pk}": "cinq"}
    response = as_user(cast.national).post(follow_url(row), data)
    assert response.status_code == 422
    assert 'value="cinq"' in response.content.decode()
    response = as_user(cast.national).post(follow_url(row), data | {f"result_{target.pk}": "5"})
    assert response.status_code == 422
    assert "Choisissez l’état de l’action." in response.content.decode()
