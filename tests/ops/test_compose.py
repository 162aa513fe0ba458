"""The production composition: what it must hold whoever edits it."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

BASE = Path(__file__).resolve().parents[2]
TEXT = (BASE / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "postgres", "redis"])
def test_lasting_services_are_watched_and_restarted(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_our_processes_share_image_and_wait_for_the_migration(name):
    service = SERVICES[name]
    assert service["image"] == SERVICES["migrate"]["image"]
    assert service["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "documents:/var/lib/jalon/documents" in service["volumes"]


def test_migration_runs_once():
    assert SERVICES["migrate"]["restart"] == "no"
    assert "migrate" in SERVICES["migrate"]["command"]


def test_one_scheduler_only():
    assert [
        name for name, service in SERVICES.items() if re.search(r"\bbeat\b|--beat|-B\b", service.get("command", ""))
    ] == ["beat"]


def test_no_secret_is_written_down():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|DATABASE_URL", name):
                assert re.search(r"\$\{\w+:[?-]\}", str(value)), f"{name} must come from the environment"
    assert re.search(r"JALON_SECRET_KEY: \$\{JALON_SECRET_KEY:\?\}", TEXT)


def test_only_the_web_server_is_published_and_on_this_machine():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert SERVICES["web"]["ports"] == ["${BIND:-127.0.0.1}:${PORT:-8000}:8000"]


def test_volumes_are_named():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_every_variable_is_documented():
    documented = (BASE / "docs" / "deploy.md").read_text()
    assert sorted(name for name in set(re.findall(r"\$\{(\w+)", TEXT)) if f"`{name}`" not in documented) == []


def test_lock_names_no_host():
    assert (
        re.findall(r"https?://\S+|--(?:extra-)?index-url.*|--find-links.*", (BASE / "requirements.lock").read_text())
        == []
    )


def test_lock_covers_every_declared_package():
    project = tomllib.loads((BASE / "pyproject.toml").read_text())
    declared = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==", (BASE / "requirements.lock").read_text(), re.M))
    assert [name for name in declared if re.match(r"[\w-]+", name)[0].lower() not in locked] == []
