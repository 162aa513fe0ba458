"""What is wrong in a file is told together, by sheet, line and column; what is no such file is refused in words."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest

from core.errors import Refused
from plans.import_files import MAX_BYTES, FileSheet, read_file
from plans.import_template import GUIDE_LINES, grids_of, write_docx, write_xlsx
from plans.importing import check
from plans.models import PlanImport
from plans.rows import read_rows
from plans.services_import import known_of


@pytest.fixture
def known(plan):
    return known_of(plan)


@pytest.fixture
def sheets(plan) -> dict[str, list[list]]:
    """The template of the plan without its rows, to be spoiled: first row of each sheet by title."""
    return {grid.sheet.title: [list(grid.sheet.heads)] for grid in grids_of(plan, read_rows(plan))}


def problems(sheets, known) -> list[str]:
    file = tuple(FileSheet(title, tuple(tuple(row) for row in rows)) for title, rows in sheets.items())
    return [str(one) for one in check(file, known).problems]


def line(sheets, title: str, **cells) -> None:
    """A row that says only what is told, under the heads that stand."""
    heads = sheets[title][0]
    assert set(cells) <= set(heads)
    sheets[title].append([cells.get(head) for head in heads])


BAD = [
    (
        "Enjeux", {"Enjeu": Decimal(12)},
        "Feuille « Enjeux », ligne 2, colonne « Enjeu » : écrivez du texte; la case contient le nombre 12.",
    ),
    (
        "Enjeux", {"Constat": "Sans titre"},
        "Feuille « Enjeux », ligne 2, colonne « Enjeu » : cette case est vide, et la ligne en a besoin.",
    ),
    (
        "Parts du budget", {"CLE": "01-070", "Part (%)": "beaucoup"},
        "Feuille « Parts du budget », ligne 2, colonne « Part (%) » : écrivez un nombre, par exemple 1 234,5; la case "
        "contient « beaucoup ».",
    ),
    (
        "Parts du budget", {"CLE": "99-999", "Part (%)": "10"},
        "Feuille « Parts du budget », ligne 2, colonne « CLE » : « 99-999 » n’est pas un CLE de la région.",
    ),
    (
        "Parts du budget", {"CLE": "01-070", "Part (%)": Decimal("101")},
        "Feuille « Parts du budget », ligne 2, colonne « Part (%) » : écrivez un nombre d’au plus 100.",
    ),
    (
        "Effectif",
        {"Unité": "Emploi-Québec", "Catégorie": "De base", "Exercice": "2007", "Effectif (ETC)": Decimal("1.5")},
        "Feuille « Effectif », ligne 2, colonne « Exercice » : écrivez un exercice comme 2007-2008; la case contient "
        "« 2007 ».",
    ),
    (
        "Effectif",
        {"Unité": "Ailleurs", "Catégorie": "De base", "Exercice": "2007-2008"},
        "Feuille « Effectif », ligne 2, colonne « Unité » : « Ailleurs » n’est pas un choix. Écrivez "
        "« Sécurité du revenu », « Emploi-Québec ».",
    ),
    (
        "Effectif",
        {"Unité": "Emploi-Québec", "Catégorie": "De base", "Exercice": "2007-2008", "Effectif (ETC)": "1,25"},
        "Feuille « Effectif », ligne 2, colonne « Effectif (ETC) » : écrivez un nombre 1 décimale au plus; la case "
        "contient 1,25.",
    ),
    (
        "Stratégies", {"Numéro": "9.1", "Stratégie": "S"},
        "Feuille « Stratégies », ligne 2, colonne « Numéro » : le plan n’a pas de champ 9. Ses champs : 1, 2, 3, 4, "
        "5, 6, 7.",
    ),
    (
        "Stratégies", {"Numéro": "premier", "Stratégie": "S"},
        "Feuille « Stratégies », ligne 2, colonne « Numéro » : écrivez un numéro comme 1.1; la case contient "
        "« premier ».",
    ),
    (
        "Pistes d’action", {"Stratégie": "1.1", "Piste d’action": "Agir"},
        "Feuille « Pistes d’action », ligne 2, colonne « Stratégie » : la stratégie 1.1 n’est pas dans la feuille "
        "« Stratégies ».",
    ),
    (
        "Textes", {"Volet": "Services publics d’emploi", "Clé": "nulle-part", "Texte": "Un texte"},
        "Feuille « Textes », ligne 2, colonne « Clé » : le plan n’a pas cette partie.",
    ),
    (
        "Budget", {"Hypothèse": "peut-être"},
        "Feuille « Budget », ligne 2, colonne « Hypothèse » : écrivez « oui » ou « non »; la case contient "
        "« peut-être ».",
    ),
    (
        "Taux par MRC", {"MRC": "999", "Taux d’assurance-emploi (%)": Decimal(5)},
        "Feuille « Taux par MRC », ligne 2, colonne « MRC » : « 999 » n’est pas une MRC.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("title", "cells", "told"), BAD)
def test_a_wrong_cell_is_told_by_its_sheet_line_and_column(title, cells, told, sheets, known):
    line(sheets, title, **cells)
    assert [one.replace("\u00a0", " ") for one in problems(sheets, known)] == [told]


def test_a_date_that_is_none_and_an_end_before_its_start_are_told(sheets, known):
    line(sheets, "Stratégies", **{"Numéro": "1.1", "Stratégie": "S"})
    line(sheets, "Pistes d’action", **{"Stratégie": "1.1", "Piste d’action": "A", "Début": "demain"})
    line(
        sheets, "Pistes d’action",
        **{"Stratégie": "1.1", "Piste d’action": "B", "Début": "2007-05-01", "Fin": "2007-04-01"},
    )  # fmt: skip
    assert problems(sheets, known) == [
        "Feuille « Pistes d’action », ligne 2, colonne « Début » : écrivez une date comme 2007-03-09; la case contient "
        "« demain ».",
        "Feuille « Pistes d’action », ligne 3, colonne « Fin » : la fin vient avant le début. Corrigez l’une des deux "
        "dates.",
    ]


def test_a_missing_sheet_a_missing_column_and_an_unknown_one_are_told_together(sheets, known):
    del sheets["Enjeux"]
    sheets["Notes"] = [["Renvoi", "Auteur"]]
    sheets["Recettes"] = [["Sucre"]]
    assert problems(sheets, known) == [
        "Feuille « Recettes » : ce n’est pas une partie du modèle.",
        "Feuille « Enjeux » : elle manque. Laissez-la avec sa première ligne seule si le plan n’en dit rien.",
        "Feuille « Notes », ligne 1, colonne « Auteur » : elle n’est pas du modèle. Colonnes : « Renvoi », « Note ».",
        "Feuille « Notes », ligne 1, colonne « Note » : elle manque.",
    ]


def test_a_number_told_twice_and_a_key_told_twice(sheets, known):
    for number in (Decimal("1.1"), "1.1"):
        line(sheets, "Stratégies", **{"Numéro": number, "Stratégie": "S"})
    for _ in range(2):
        line(sheets, "Parts du budget", **{"CLE": "01-070", "Part (%)": "10"})
    assert problems(sheets, known) == [
        "Feuille « Parts du budget », ligne 3 : elle répète la ligne 2.",
        "Feuille « Stratégies », ligne 3, colonne « Numéro » : le numéro 1.1 est déjà celui de la ligne 2. Écrivez "
        "« 1.10 » comme du texte.",
    ]


def test_a_code_without_its_zeros_and_a_text_without_its_key_are_found(sheets, known):
    line(sheets, "Taux par MRC", **{"MRC": Decimal(70), "Taux d’assurance-emploi (%)": "5,5 %"})
    line(sheets, "Textes", **{"Volet": "Services publics d’emploi", "Titre": "Avant-propos", "Texte": "Bonjour"})
    assert problems(sheets, known) == []


def archive(**names: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in names.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


FAR = b'<worksheet><sheetData><row r="1"><c r="XFD1048576"/></row></sheetData></worksheet>'
ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
REPEATED = (
    b'<table:table-row table:number-rows-repeated="900000"><table:table-cell office:value-type="string"><text:p>x'
    b"</text:p></table:table-cell></table:table-row>"
)
FILES = [
    ("plan.pdf", b"%PDF-1.7", "Ce fichier n’est pas un classeur"),
    ("plan.xlsx", b"du texte", "Ce fichier n’est pas un classeur"),
    ("plan.docx", archive(xl__workbook_xml=b"<x/>"), "Ce fichier n’est pas un classeur"),
    ("plan.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Ce fichier est protégé"),
    ("plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Ce fichier est protégé"),
    (
        "plan.ods", archive(content_xml=b"<x/>", **{"META-INF__manifest_xml": b"<m><encryption-data/></m>"}),
        "Ce fichier est protégé",
    ),
    ("plan.xlsx", b"PK" + b"\0" * (MAX_BYTES + 1), "Ce fichier dépasse 10 Mo"),
    ("plan.xlsx", archive(xl__workbook_xml=b"<x/>", xl__media__image=b"\0" * 61_000_000), "Ce fichier est trop grand"),
    ("plan.xlsx", archive(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=FAR), "Une feuille de ce fichier"),
    ("plan.ods", archive(content_xml=REPEATED), "Une feuille de ce fichier"),
    ("plan.xlsx", archive(xl__workbook_xml=ENTITY), "Ce fichier est abîmé"),
    ("plan.xlsx", archive(xl__workbook_xml=b"<x/>"), "Ce fichier est abîmé"),
    ("plan.xlsx", archive(xl__workbook_xml=b"<x/>")[:60], "Ce fichier est abîmé"),
    ("plan.docx", archive(word__document_xml=b"<x/>"), "Ce fichier est abîmé"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "told"), FILES, ids=map(str, range(len(FILES))))
def test_a_file_that_cannot_be_read_in_safety_is_refused_in_words(name, content, told):
    with pytest.raises(Refused) as refused:
        read_file(name, content)
    assert refused.value.message.startswith(told)


def test_a_sheet_of_too_many_lines_is_refused(plan):
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Enjeux")
        for row in range(2_001):
            sheet.write_string(row, 0, "x")
    with pytest.raises(Refused) as refused:
        read_file("plan.xlsx", buffer.getvalue())
    assert refused.value.message.startswith("Une feuille de ce fichier")


def address(plan, ending: str = "") -> str:
    return f"/{plan.territory.slug}/{plan.year.label}/plan/importer/{ending}"


def sent(client, plan, name: str, content: bytes):
    file = BytesIO(content)
    file.name = name
    return client.post(address(plan), {"fichier": file})


@pytest.fixture
def draft(plan):
    """The plan of the demonstration as a draft."""
    plan.state = "draft"
    plan.save(update_fields=["state"])
    return plan


def test_the_pages_lead_from_the_file_to_the_preview_and_say_what_it_adds(draft, cast, as_user):
    client = as_user(cast.director)
    for ending in ("xlsx", "docx"):
        answer = client.get(address(draft, f"modele.{ending}"))
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    answer = sent(client, draft, "par.xlsx", client.get(address(draft, "modele.xlsx")).content)
    held = PlanImport.objects.get()
    assert (answer.status_code, answer.url) == (302, address(draft, f"{held.pk}/"))
    page = client.get(answer.url)
    assert page.status_code == 200
    assert "Cette partie contient déjà 5 lignes" in page.content.decode()
    seen = page.context["seen"]
    assert client.post(answer.url, {"vu": seen - 1}).status_code == 409
    assert client.post(answer.url, {"vu": seen}).status_code == 302
    assert draft.issues.count() == 10
    assert client.get(answer.url).status_code == 302


def test_a_file_with_errors_is_shown_with_all_of_them_and_kept_without_its_cells(draft, cast, as_user):
    content = write_docx("Plan", grids_of(draft, read_rows(draft))[1:])
    answer = sent(as_user(cast.director), draft, "par.docx", content)
    assert answer.status_code == 422
    assert "Feuille « Textes » : elle manque." in answer.content.decode()
    assert list(PlanImport.objects.values_list("state", "errors", "rows")) == [("dropped", 1, [])]


def test_a_form_without_a_file_says_so(draft, cast, as_user):
    answer = as_user(cast.director).post(address(draft))
    assert answer.status_code == 422
    assert "Choisissez d’abord un fichier." in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("member", 403), ("analyst", 403), (None, 302)])
def test_who_does_not_write_the_plan_does_not_import(who, status, draft, cast, as_user):
    client = as_user(getattr(cast, who) if who else None)
    assert client.get(address(draft)).status_code == status
    assert sent(client, draft, "par.xlsx", b"PK").status_code == status


def test_the_template_tells_how_to_fill_it(plan):
    book = read_file("modele.xlsx", write_xlsx("Plan", grids_of(plan, read_rows(plan))))
    assert [row[0] for row in book[0].rows] == ["Plan", *GUIDE_LINES]
