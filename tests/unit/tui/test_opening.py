"""Opening the workspace: who may not, is told so before there is a screen."""

from __future__ import annotations

from contextlib import closing

import pytest

from models.enums import Profile
from storage.clock import FixedClock
from storage.crypto import read_key
from storage.engine.connect import connect
from storage.errors import Refused
from storage.locations import Locations
from storage.services import create_database
from tests.conftest import MORNING
from tui import opening
from tui.cli.options import Options


def test_an_account_that_a_team_does_not_know_sees_no_workspace(home: Locations) -> None:
    key = create_database(home, profile=Profile.TEAM, clock=FixedClock(MORNING))
    opening._open(Options(), home).close()
    with closing(connect(home.database, read_key(key))) as connection:
        connection.execute("UPDATE user SET login = 'somebody else'")
    with pytest.raises(Refused, match="unknown_account"):
        opening._open(Options(), home)
