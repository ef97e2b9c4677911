from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.site import Site, Visitor


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def visitor(site: Site) -> Visitor:
    made = Visitor(site)
    made.open("/chat/ABCDE12345")
    return made
