"""Regional initiatives: told by regions, read by the ministry, published once nothing could name or reach anybody."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.errors import Conflict, Refused
from indicators.models import FiscalYear
from reports import initiatives_services as services
from reports.annual_enums import InitiativeState
from reports.initiatives_check import findings, is_internal
from reports.models import Initiative, ReportHeading
from tests.indicators.test_page_queries import queries_of

LIST = "/bas-saint-laurent/2007-2008/initiatives/"


@pytest.fixture
def year(db) -> FiscalYear:
    return FiscalYear.objects.get(start=2007)


@pytest.fixture
def tell(cast, region, year):
    """tell(summary="…"): a draft of the region."""

    def make(**values) -> Initiative:
        told = {"title": "Tournée", "summary": "Une tournée des entreprises.", "by": cast.planner} | values
        return services.create_initiative(territory=region, year=year, **told)

    return make


@pytest.fixture
def submitted(tell, cast):
    return services.submit_initiative(initiative=tell(), by=cast.planner)


def picture(kind: str = "PNG", size=(40, 30), **options) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new(options.pop("mode", "RGB"), size, "navy").save(out, kind, **options)
    return SimpleUploadedFile(f"photo.{kind.lower()}", out.getvalue())


# --- The check --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "fragment"),
    (
        ("Écrire à jean.roy@exemple.gouv.qc.ca.", "email", "jean.roy@exemple.gouv.qc.ca"),
        ("Voir http://intranet.emploi.qc/page.", "internal", "http://intranet.emploi.qc/page"),
        ("Voir https://portail.reseau.intra/x?id=1", "internal", "https://portail.reseau.intra/x?id=1"),
        ("Le fichier est dans \\\\serveur\\partage\\bilan.docx", "internal", "\\\\serveur\\partage\\bilan.docx"),
        ("Voir http://10.1.2.3/a", "internal", "http://10.1.2.3/a"),
        ("Voir https://exemple.ca/d?f=1&token=abc", "token", "https://exemple.ca/d?f=1&token=abc"),
        ("Téléphone : 418 555-0123.", "phone", "418 555-0123"),
        ("Téléphone : (418) 555-0123.", "phone", "(418) 555-0123"),
        ("Une conférence de Mme Tremblay a suivi.", "name", "Mme Tremblay"),
        ("Elle est venue avec Julie Bouchard hier.", "name", "Julie Bouchard"),
    ),
)
def test_what_names_or_reaches_somebody_is_pointed_out(text, kind, fragment):
    assert [(one.kind, one.fragment) for one in findings({"summary": text})] == [(kind, fragment)]


@pytest.mark.parametrize(
    "text",
    (
        "46 candidats ont visité six entreprises, 21 embauches; 193 962 personnes, 4 207 731 pages.",
        "Le Centre Saint-Michel, l’École forestière de La Tuque et la MRC de Deux-Montagnes.",
        "Au Cégep Marie-Victorin, rue Jean Talon.",
        "Voir https://www.quebec.ca/emploi/metiers.",
        "De 2007-2008 à 2008-2009, du 1er avril 2007 au 31 mars 2008.",
    ),
)
def test_what_everybody_may_read_is_left_alone(text):
    assert findings({"summary": text, "partners": text}) == ()


def test_a_first_name_in_a_portrait_is_pointed_out_unless_it_is_invented():
    portrait = {"portrait": "À 19 ans, Maxime apprend un métier."}
    assert [one.fragment for one in findings(portrait)] == ["Maxime"]
    assert findings(portrait, pseudonyms=True) == ()


def test_a_sentence_says_where_what_and_how_to_mend():
    (found,) = findings({"results": "Écrire à a@b.ca"})
    assert found.sentence.replace("\u00a0", " ") == (
        "Résultats : « a@b.ca » est une adresse de courriel. Retirez-la, ou confirmez ce passage avec un motif."
    )


def test_hosts_without_a_dot_or_of_the_network_are_internal():
    links = ("http://serveur/x", "https://a.intra/", "www.quebec.ca", "https://intranet.gouv.qc.ca/", "http://8.8.8.8/")
    assert [is_internal(link) for link in links] == [True, True, False, True, False]


def test_nothing_is_retained_nor_chosen_while_a_passage_is_open(tell, cast):
    told = services.submit_initiative(initiative=tell(results="Écrire à a@b.ca ou 418 555-0123."), by=cast.planner)
    with pytest.raises(Refused, match="2 passages sont à corriger"):
        services.accept_initiative(initiative=told, by=cast.national)
    for finding in services.open_findings(told):
        services.confirm_passage(
            initiative=told, field=finding.field, fragment=finding.fragment, reason="Adresse publique.", by=cast.planner
        )
    assert services.accept_initiative(initiative=told, by=cast.national).state == InitiativeState.ACCEPTED


def test_a_confirmation_needs_a_reason_and_a_passage_that_is_there(tell, cast):
    told = tell(results="Écrire à a@b.ca.")
    with pytest.raises(Refused):
        services.confirm_passage(initiative=told, field="results", fragment="a@b.ca", reason=" ", by=cast.planner)
    with pytest.raises(Refused, match="n’est plus dans le texte"):
        services.confirm_passage(initiative=told, field="results", fragment="c@d.ca", reason="Oui.", by=cast.planner)


# --- Telling and reviewing --------------------------------------------------------------------------------------------


def test_an_initiative_goes_from_the_region_to_the_national_report(tell, cast, year):
    heading = services.add_heading(year=year, title="Concertation", by=cast.national)
    told = services.submit_initiative(initiative=tell(), by=cast.director)
    services.return_initiative(initiative=told, reason="Précisez les résultats.", by=cast.national)
    services.edit_initiative(initiative=told, expected_version=1, results="Vingt embauches.", by=cast.planner)
    services.submit_initiative(initiative=told, by=cast.planner)
    services.accept_initiative(initiative=told, by=cast.national)
    services.choose_initiative(initiative=told, heading=heading, by=cast.national)
    assert [event.get_act_display() for event in reversed(told.events.all())] == [
        "Créée", "Soumise au ministère", "Renvoyée à la région", "Modifiée", "Soumise au ministère",
        "Relue et retenue", "Choisie pour le rapport national",
    ]  # fmt: skip
    assert (told.heading, told.results) == (heading, "Vingt embauches.")


def test_what_is_returned_leaves_the_national_report(submitted, cast, year):
    heading = services.add_heading(year=year, title="Concertation", by=cast.national)
    services.accept_initiative(initiative=submitted, by=cast.national)
    services.choose_initiative(initiative=submitted, heading=heading, by=cast.national)
    services.return_initiative(initiative=submitted, reason="À revoir.", by=cast.national)
    assert (submitted.state, submitted.heading) == (InitiativeState.RETURNED, None)


def test_a_submitted_initiative_is_not_written_and_a_heading_of_another_year_is_refused(submitted, cast):
    with pytest.raises(Refused, match="soumise"):
        services.edit_initiative(initiative=submitted, expected_version=1, title="Autre", by=cast.planner)
    services.accept_initiative(initiative=submitted, by=cast.national)
    with pytest.raises(Refused, match="autre exercice"):
        heading = ReportHeading.objects.filter(year=2023).first()
        services.choose_initiative(initiative=submitted, heading=heading, by=cast.national)


def test_the_second_author_gets_what_the_first_wrote(tell, cast):
    told = tell()
    services.edit_initiative(initiative=told, expected_version=1, title="La première", by=cast.planner)
    with pytest.raises(Conflict) as refused:
        services.edit_initiative(initiative=told, expected_version=1, title="La seconde", by=cast.director)
    assert refused.value.current.title == "La première"


@pytest.mark.parametrize("who", ("analyst", "member", "cle_manager", "outsider", "administrator"))
def test_only_direction_planning_and_the_ministry_tell(tell, cast, who):
    with pytest.raises(Refused):
        tell(by=getattr(cast, who))


@pytest.mark.parametrize("verb", ("accept_initiative", "choose_initiative", "return_initiative"))
def test_the_region_does_not_review_its_own(submitted, cast, verb):
    options = {"choose_initiative": {"heading": None}, "return_initiative": {"reason": "Non."}}.get(verb, {})
    with pytest.raises(Refused, match="ministère"):
        getattr(services, verb)(initiative=submitted, by=cast.director, **options)


# --- Pictures ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_picture_is_written_afresh_without_what_its_file_told(tell, stored):
    exif = Image.Exif()
    exif[0x010E] = "Photo de Julie Bouchard"
    told = tell(picture=picture("JPEG", (2400, 1200), exif=exif), picture_text="Une salle pleine")
    with told.picture.open("rb") as file, Image.open(file) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (1600, 800), {})


def test_a_transparent_picture_stays_so(tell, stored):
    told = tell(picture=picture("PNG", mode="RGBA"), picture_text="Un logo")
    assert told.picture.name.endswith(".png")


@pytest.mark.parametrize(
    "upload",
    (
        SimpleUploadedFile("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n broken"),
        SimpleUploadedFile("photo.jpg", b""),
        picture("GIF"),
        picture("BMP"),
    ),
    ids=("svg", "damaged", "empty", "gif", "bmp"),
)
def test_what_is_not_a_picture_is_refused_in_words(tell, stored, upload):
    with pytest.raises(Refused) as refused:
        tell(picture=upload, picture_text="Une photo")
    assert refused.value.fields["picture"].startswith("Ce fichier n’est pas une image JPEG, PNG ou WebP")
    assert list(stored.iterdir()) == []


def test_a_picture_without_words_is_refused(tell, stored):
    with pytest.raises(Refused) as refused:
        tell(picture=picture())
    assert list(refused.value.fields) == ["picture_text"]


def test_a_quotation_says_of_whom_it_is(tell):
    with pytest.raises(Refused) as refused:
        tell(quotation="Merci.")
    assert list(refused.value.fields) == ["quotation_by"]


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "listed", "added"),
    (("planner", 200, 200), ("national", 200, 200), ("member", 200, 403), ("analyst", 200, 403),
     ("outsider", 404, 404)),
)  # fmt: skip
def test_readers_read_and_authors_write(as_user, cast, who, listed, added):
    client = as_user(getattr(cast, who))
    assert (client.get(LIST).status_code, client.get(f"{LIST}ajouter/").status_code) == (listed, added)


def test_the_page_points_out_what_is_to_mend_with_a_link_to_its_field(as_user, cast, tell):
    told = tell(results="Écrire à a@b.ca.")
    page = as_user(cast.planner).get(told.get_absolute_url()).content.decode()
    assert f'href="{told.get_absolute_url()}modifier/#id_results"' in page


def test_the_form_creates_with_a_picture_that_the_page_then_shows(as_user, cast, stored):
    client = as_user(cast.director)
    typed = {"title": "Salon", "summary": "Un salon.", "picture": picture(), "picture_text": "Des kiosques"}
    answer = client.post(f"{LIST}ajouter/", typed)
    told = Initiative.objects.get(title="Salon")
    page = client.get(answer.url).content.decode()
    shown = client.get(f"{told.get_absolute_url()}image/")
    assert (answer.url, 'alt="Des kiosques"' in page) == (told.get_absolute_url(), True)
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert (shown.headers["Content-Type"], shown.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert as_user(cast.outsider).get(f"{told.get_absolute_url()}image/").status_code == 404


def test_what_is_typed_is_kept_when_it_is_refused(as_user, cast, stored):
    answer = as_user(cast.planner).post(f"{LIST}ajouter/", {"title": "", "summary": "Un salon.", "quotation": "Oui"})
    assert (answer.status_code, answer.context["form"]["summary"].value()) == (422, "Un salon.")


def test_the_conflict_shows_both_texts(as_user, cast, tell):
    told = tell()
    services.edit_initiative(initiative=told, expected_version=1, title="La première", by=cast.director)
    address = f"{told.get_absolute_url()}modifier/"
    answer = as_user(cast.planner).post(address, {"title": "La seconde", "summary": "Une tournée.", "version": 1})
    page = answer.content.decode()
    assert (answer.status_code, "La première" in page, "La seconde" in page) == (409, True, True)
    assert answer.context["form"]["version"].value() == "2"


@pytest.mark.parametrize(
    ("who", "act", "status"),
    (("planner", "soumettre", 422), ("planner", "retenir", 403), ("national", "retenir", 302),
     ("member", "commenter", 403),
     ("national", "renvoyer", 422), ("national", "inconnu", 404), ("outsider", "retenir", 404)),
)  # fmt: skip
def test_acts_answer_by_right_and_by_state(as_user, cast, submitted, who, act, status):
    answer = as_user(getattr(cast, who)).post(f"{submitted.get_absolute_url()}acte/{act}/", {"text": ""})
    assert answer.status_code == status


def test_the_ministry_sees_those_of_every_region_and_a_region_its_own(as_user, cast):
    national = as_user(cast.national).get("/quebec/2023-2024/initiatives/")
    regional = as_user(cast.director).get("/bas-saint-laurent/2023-2024/initiatives/")
    assert (national.context["count"], regional.context["count"]) == (24, 1)


def test_the_list_costs_the_same_for_one_and_three(as_user, cast, tell):
    client = as_user(cast.member)
    tell()
    one = queries_of(client, LIST)
    tell(title="Deuxième")
    tell(title="Troisième")
    assert queries_of(client, LIST) == one
