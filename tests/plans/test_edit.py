"""Editing a plan in place: rights, numbers as people type them, refusals, conflicts, history."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import Conflict, Refused
from core.formats import nombre
from plans.forms import LONGEST_TEXT
from plans.models import Action, BudgetShare, KeyFigure, RowChange, Section, Staffing, Strategy
from plans.parts import KIND_OF, PARTS, row_anchor
from plans.services import edit_row
from plans.views.blocks import block_of
from tests.plans.standing import standing

HTMX = {"HTTP_HX_REQUEST": "true"}
READERS = ("cle_manager", "member", "secretary", "national", "analyst", "administrator")
NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


def edit_url(row) -> str:
    plan = row.owning_plan
    return reverse("plan_part_edit", args=[plan.territory.slug, plan.year_id, KIND_OF[type(row)], row.pk])


def typed(client, row, **changes) -> dict:
    """What a browser would send: the form as it is shown, with what the person changes."""
    form = client.get(edit_url(row)).context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value is True:
            data[field.html_name] = "on"
        elif value is not None and value is not False:
            data[field.html_name] = str(field.field.prepare_value(value))
    return data | changes


@pytest.fixture
def director(cast, as_user):
    return as_user(cast.director)


@pytest.fixture
def planner(cast, as_user):
    return as_user(cast.planner)


@pytest.fixture
def mission(plan) -> Section:
    return plan.sections.get(key="mission")


@pytest.fixture
def share(plan) -> BudgetShare:
    return plan.budget_shares.select_related("plan__territory").first()


REGIONAL_KINDS = [kind for kind in PARTS if kind != "action-locale"]  # only a local plan has local actions


def every_kind(plan) -> list:
    """One row of each kind of part that a regional plan has."""
    parents = {"strategie": "plan_field__plan", "action": "strategy__plan_field__plan"}
    return [
        part.model.objects.filter(**{parents.get(kind, "plan"): plan}).first()
        for kind, part in PARTS.items()
        if kind in REGIONAL_KINDS
    ]


# --- Who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["director", "planner"])
def test_director_and_planner_may_open_the_form(cast, as_user, mission, role):
    assert as_user(getattr(cast, role)).get(edit_url(mission)).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", READERS)
def test_readers_are_refused_with_403_and_nothing_is_written(cast, as_user, mission, role, method):
    response = getattr(as_user(getattr(cast, role)), method)(
        edit_url(mission), {"version": "1", "title": "x", "body": "x"}
    )
    assert response.status_code == 403
    assert Section.objects.get(pk=mission.pk).title == mission.title


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["partner", "outsider"])
def test_for_partner_and_outsider_the_form_does_not_exist(cast, as_user, mission, role, method):
    assert getattr(as_user(getattr(cast, role)), method)(edit_url(mission)).status_code == 404


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(as_user, mission):
    url = edit_url(mission)
    response = as_user(None).get(url)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={url}")


def test_a_session_that_ended_is_told_in_place_so_that_the_text_stays(as_user, mission):
    response = as_user(None).post(edit_url(mission), {"body": "x"}, **HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (401, "#plan-status")


def test_a_submitted_plan_is_written_by_nobody(director, plan, mission):
    standing(plan, "submitted")
    assert director.get(edit_url(mission)).status_code == 403
    assert director.post(edit_url(mission), {"version": "1", "title": "x", "body": "x"}).status_code == 403


def test_a_row_of_another_plan_or_of_no_kind_is_not_found(director, cast, plan, region):
    from indicators.services import open_year
    from plans.services import add_row, create_plan

    other = create_plan(territory=region, year=open_year(2013), title="Autre", by=cast.director)
    signatory = add_row(part="signataire", by=None, position=1, plan=other, name="A", role="B")
    place = [region.slug, plan.year_id]
    assert director.get(reverse("plan_part_edit", args=[*place, "signataire", signatory.pk])).status_code == 404
    assert director.get(reverse("plan_part_edit", args=[*place, "inconnu", 1])).status_code == 404
    assert director.get(reverse("plan_part_edit", args=[*place, "texte", 999999])).status_code == 404


# --- Writing --------------------------------------------------------------------------------------------------------


def test_saving_writes_the_row_its_version_and_its_history_then_leads_to_the_part(director, cast, mission):
    response = director.post(edit_url(mission), typed(director, mission, title="Notre mission"))
    assert (response.status_code, response.url) == (302, f"/bas-saint-laurent/2007-2008/plan/#{row_anchor(mission)}")
    row = Section.objects.get(pk=mission.pk)
    assert (row.title, row.body, row.version) == ("Notre mission", mission.body, mission.version + 1)
    changes = RowChange.objects.filter(kind="texte", row=row.pk, version=row.version)
    assert [(c.field, c.old, c.new, c.author) for c in changes] == [
        ("title", mission.title, "Notre mission", cast.director)
    ]


def test_a_form_sent_as_it_was_read_changes_nothing_whatever_the_kind(director, plan):
    before = RowChange.objects.count()
    answers = {}
    for row in every_kind(plan):
        data = {name: value.replace("\n", "\r\n") for name, value in typed(director, row).items()}
        answers[KIND_OF[type(row)]] = director.post(edit_url(row), data).status_code
    assert answers == dict.fromkeys(REGIONAL_KINDS, 302)
    assert RowChange.objects.count() == before


@pytest.mark.parametrize("text", [f"1{NBSP}234", f"1{NARROW}234", f"1{THIN}234", "1 234", "1234"])
def test_an_amount_is_read_with_any_space(director, share, text):
    director.post(edit_url(share), typed(director, share, amount=text))
    assert BudgetShare.objects.get(pk=share.pk).amount == Decimal(1234)


@pytest.mark.parametrize("space", [NBSP, NARROW, THIN, " ", ""])
def test_1_234_5_is_read_with_any_space(director, plan, space):
    figure = KeyFigure.objects.filter(plan=plan).first()
    director.post(edit_url(figure), typed(director, figure, region_value=f"1{space}234,5"))
    assert KeyFigure.objects.get(pk=figure.pk).region_value == Decimal("1234.5")


def test_an_emptied_number_is_blank_not_zero(director, share):
    director.post(edit_url(share), typed(director, share, amount=""))
    assert BudgetShare.objects.get(pk=share.pk).amount is None


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("text", ["beaucoup", "12,5,1", "1 234,567"])
def test_what_is_no_number_is_refused_with_422_beside_its_field_and_kept(director, share, text, headers):
    response = director.post(edit_url(share), typed(director, share, amount=text), **headers)
    html = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["amount"]
    assert f'value="{text}"' in html
    assert 'aria-describedby="id_amount_error"' in html
    assert BudgetShare.objects.get(pk=share.pk).amount == share.amount


def test_progress_that_is_no_number_is_kept(director, plan):
    action = Action.objects.filter(strategy__plan_field__plan=plan).first()
    response = director.post(edit_url(action), typed(director, action, progress="presque"))
    assert (response.status_code, response.context["form"]["progress"].value()) == (422, "presque")


def test_an_end_before_the_start_is_refused_beside_its_field_and_kept(director, plan):
    action = Action.objects.filter(strategy__plan_field__plan=plan).first()
    data = typed(director, action, start="2008-01-01", end="2007-01-01")
    response = director.post(edit_url(action), data)
    assert (response.status_code, response.context["form"]["end"].value()) == (422, "2007-01-01")
    assert response.context["form"].errors == {"end": ["La fin vient avant le début. Corrigez l’une des deux dates."]}


@pytest.mark.parametrize(
    "model,name,text,sentence",
    [
        (BudgetShare, "percent", "100,01", "Écrivez un nombre d’au plus 100."),
        (BudgetShare, "amount", "-1", "Écrivez un nombre d’au moins 0."),
        (KeyFigure, "decimals", "4", "Écrivez un nombre d’au plus 3."),
        (Staffing, "value", "-0,1", "Écrivez un nombre d’au moins 0."),
        (Action, "progress", "101", "Écrivez un nombre d’au plus 100."),
    ],
)
def test_a_number_out_of_its_limits_is_refused_beside_its_field(director, plan, model, name, text, sentence):
    row = next(row for row in model.objects.all() if row.owning_plan == plan)
    response = director.post(edit_url(row), typed(director, row, **{name: text}))
    assert (response.status_code, response.context["form"].errors) == (422, {name: [sentence]})
    assert getattr(model.objects.get(pk=row.pk), name) == getattr(row, name)


def test_a_long_title_stays_on_one_line(director, plan):
    strategy = Strategy.objects.filter(plan_field__plan=plan).first()
    director.post(edit_url(strategy), typed(director, strategy, title="Deux\r\n  lignes"))
    assert Strategy.objects.get(pk=strategy.pk).title == "Deux lignes"


@pytest.mark.parametrize("length,status", [(LONGEST_TEXT, 302), (LONGEST_TEXT + 1, 422), (2_000_000, 422)])
def test_a_text_longer_than_a_hundred_thousand_characters_is_refused_with_a_sentence(director, mission, length, status):
    response = director.post(edit_url(mission), typed(director, mission, body="a" * length))
    assert response.status_code == status
    if status == 422:
        assert response.context["form"].errors["body"][0].startswith(f"Ce texte compte {nombre(length)} caractères")


def test_a_form_without_its_version_is_refused_and_kept(director, mission):
    response = director.post(edit_url(mission), {"title": "Sans version", "body": "x"})
    assert (response.status_code, response.context["form"]["title"].value()) == (422, "Sans version")


# --- In place -------------------------------------------------------------------------------------------------------


def test_in_place_the_form_takes_the_row_only(director, mission):
    html = director.get(edit_url(mission), **HTMX).content.decode()
    assert "<html" not in html
    assert f'id="{row_anchor(mission)}"' in html
    assert f'hx-post="{edit_url(mission)}"' in html


def test_after_an_edit_in_place_the_block_is_what_a_full_reload_shows_for_every_kind(director, plan):
    different = {}
    for row in every_kind(plan):
        kind = KIND_OF[type(row)]
        answer = director.post(edit_url(row), typed(director, row), **HTMX)
        page = director.get(plan.get_absolute_url())
        block = block_of(type(row).objects.get(pk=row.pk), page.context)
        part = answer.content.decode().split('<nav class="outline"')[0].strip()
        if answer["HX-Retarget"] != f"#{block.id}" or normal(part) not in normal(page.content.decode()):
            different[kind] = part[:200]
    assert different == {}


def normal(html: str) -> str:
    return " ".join(html.split())


def test_an_edit_of_a_share_redraws_the_recomputed_sum(director, share):
    html = director.post(edit_url(share), typed(director, share, amount=str(share.amount + 1)), **HTMX).content.decode()
    assert "23\u00a0000</td></tr>" in html.split("Somme recalculée")[1]


def test_cancelling_gives_the_part_back(director, mission):
    url = reverse("plan_part", args=["bas-saint-laurent", 2007, "texte", mission.pk])
    answer = director.get(url, **HTMX)
    assert answer["HX-Retarget"] == f"#bloc-{row_anchor(mission)}"
    assert director.get(url).url == f"/bas-saint-laurent/2007-2008/plan/#{row_anchor(mission)}"


# --- Two people -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_second_writer_gets_409_with_both_texts_and_may_save_the_merge(director, planner, cast, mission, headers):
    mine = typed(director, mission, title="Titre de la directrice", body="Texte de la directrice")
    planner.post(edit_url(mission), typed(planner, mission, body="Texte du planificateur"))
    response = director.post(edit_url(mission), mine, **headers)
    html = response.content.decode()
    assert response.status_code == 409
    assert f"La version de {cast.planner}, enregistrée à" in html
    assert [(c.field.name, c.theirs, c.field.value()) for c in response.context["clashes"]] == [
        ("title", mission.title, "Titre de la directrice"),
        ("body", "Texte du planificateur", "Texte de la directrice"),
    ]
    assert Section.objects.get(pk=mission.pk).body == "Texte du planificateur"

    merged = {**mine, "version": response.context["form"]["version"].value(), "body": "Les deux textes"}
    assert director.post(edit_url(mission), merged).status_code == 302
    assert Section.objects.get(pk=mission.pk).body == "Les deux textes"


def test_a_field_left_as_it_was_read_does_not_undo_what_the_other_wrote(director, planner, mission):
    mine = typed(director, mission, body="Texte de la directrice")
    planner.post(edit_url(mission), typed(planner, mission, title="Titre du planificateur"))
    response = director.post(edit_url(mission), mine)
    title = next(clash for clash in response.context["clashes"] if clash.field.name == "title")
    assert (title.untouched, title.field.value()) == (True, "Titre du planificateur")


def test_in_a_conflict_what_is_no_number_is_kept_too(director, planner, share):
    mine = typed(director, share, amount="beaucoup")
    planner.post(edit_url(share), typed(planner, share, amount="2 000"))
    response = director.post(edit_url(share), mine)
    (clash,) = response.context["clashes"]
    assert (response.status_code, clash.theirs, clash.field.value()) == (409, "2\u00a0000", "beaucoup")
    assert list(clash.field.errors) == ["« beaucoup » n’est pas un nombre. Écrivez par exemple 1 234,5."]


def test_of_two_stale_copies_only_the_first_wins(cast, mission):
    one, two = Section.objects.get(pk=mission.pk), Section.objects.get(pk=mission.pk)
    edit_row(row=one, expected_version=one.version, values={"title": "Premier"}, by=cast.director)
    with pytest.raises(Conflict) as conflict:
        edit_row(row=two, expected_version=two.version, values={"title": "Second"}, by=cast.planner)
    assert conflict.value.current.title == "Premier"
    assert Section.objects.get(pk=mission.pk).title == "Premier"


def test_a_hostile_text_is_escaped_in_the_conflict_too(director, planner, mission):
    mine = typed(director, mission, body="<b>moi</b>")
    planner.post(edit_url(mission), typed(planner, mission, body="<script>lui()</script>"))
    html = director.post(edit_url(mission), mine).content.decode()
    assert "<script>lui()" not in html
    assert "&lt;script&gt;lui()&lt;/script&gt;" in html


def test_a_reader_is_refused_by_the_service_itself(cast, mission):
    with pytest.raises(Refused):
        edit_row(row=mission, expected_version=mission.version, values={"title": "x"}, by=cast.member)
