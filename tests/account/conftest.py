from collections.abc import Iterator
from unittest import mock

import pytest
from argon2 import PasswordHasher

from hubstead.account import logins


@pytest.fixture(autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Passwords are hashed as cheaply as argon2 can: a hundred logins would take a quarter of a minute."""
    logins._decoy.cache_clear()
    with mock.patch.object(logins, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)):
        yield
    logins._decoy.cache_clear()
