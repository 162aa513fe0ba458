"""What a first visit makes people download."""

import pytest

from tests.e2e.conftest import PLAN

pytestmark = pytest.mark.e2e
LIMIT = 200_000  # bytes on the wire of styles, scripts and fonts


@pytest.mark.parametrize("path", ["/", PLAN, "/bas-saint-laurent/2007-2008/suivi/"], ids=["home", "plan", "dashboard"])
def test_styles_scripts_and_fonts_of_a_first_view_are_light(signed_in, path):
    page = signed_in("director")
    asked = []
    page.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108 (built-ins are no listeners)
    page.goto(path, wait_until="networkidle")
    sizes = {
        request.url: request.sizes()["responseBodySize"]
        for request in asked
        if request.resource_type in {"stylesheet", "script", "font"}
    }
    assert len(sizes) > 4
    assert sum(sizes.values()) <= LIMIT, sizes
