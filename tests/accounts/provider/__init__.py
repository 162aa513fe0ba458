"""An OpenID provider of the tests' own: a real one, in its own process, that speaks HTTP on this machine.

    with Provider(folder, redirect_to="http://localhost:8000/compte/openid/etablissement/retour/") as provider:
        provider.url, provider.client_id, provider.client_secret

Its people are told in `serve.PEOPLE`, with the password `PASSWORD`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

CLIENT_ID, CLIENT_SECRET, PASSWORD = "jalon", "un-secret-partage", "une-identite-a-part"
PATIENCE = 60  # seconds


class Provider:
    client_id, client_secret = CLIENT_ID, CLIENT_SECRET

    def __init__(self, folder: Path, port: int, redirect_to: str):
        self.folder, self.port, self.redirect_to = folder, port, redirect_to
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "provider.log"

    def __enter__(self) -> Provider:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("JALON_", "DJANGO_"))}
        environment |= {"PROVIDER_FOLDER": str(self.folder), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "tests.accounts.provider.serve", str(self.port), self.redirect_to]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + PATIENCE
        while "ready" not in self.log.read_text():
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()[-4000:]
            time.sleep(0.1)
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(10)
