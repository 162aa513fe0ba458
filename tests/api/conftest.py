"""Reading the API as somebody."""

import pytest
from django.core.cache import cache


@pytest.fixture
def read(as_user):
    """read(user, "regions/") → the response; read(None, …) as nobody."""

    def get(user, address: str, **headers):
        return as_user(user).get(f"/api/v1/{address}", headers=headers)

    return get


@pytest.fixture
def rows(read):
    """rows(user, "regions/") → the results of a list that must be there."""

    def results(user, address: str) -> list[dict]:
        response = read(user, address)
        assert response.status_code == 200, response.content
        return response.json()["results"]

    return results


@pytest.fixture
def no_attempts():
    """Failed sign-ins and throttles are counted in the cache: each test starts from none."""
    cache.clear()
    yield
    cache.clear()
