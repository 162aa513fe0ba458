"""docs/permissions.md says what the tables of the code say."""

from pathlib import Path

from django.core.management import call_command

from accounts.enums import Ability, Role
from plans.permissions import permissions_document

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


def test_the_document_is_what_the_code_says():
    assert DOCUMENT.read_text(encoding="utf-8") == permissions_document(), "manage.py permissions > docs/permissions.md"


def test_every_ability_has_its_line_with_one_cell_a_role():
    lines = permissions_document().splitlines()
    for ability in Ability:
        [line] = [line for line in lines if line.startswith(f"| `{ability}`")]
        assert line.count("|") == len(Role) + 2


def test_the_command_prints_it(capsys):
    call_command("permissions")
    assert capsys.readouterr().out == permissions_document()
