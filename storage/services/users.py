"""Users, their roles and teams; from one user to a team (requirements 11.3, 11.12, D-28)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.enums import Profile, Role
from models.explanation import Reason
from models.fields.registry import entity
from models.query import parse
from models.records.setting import Setting
from models.records.user import Team, User
from models.rules.rights import Action
from models.views.paging import Start
from models.views.rows import UserRow
from storage.effects.changing import change
from storage.effects.saving import Saved, create, saved
from storage.errors import Invalid
from storage.queries import listing
from storage.services.core import Core
from storage.work import Work, encode_params

_USER, _TEAM = entity("user"), entity("team")
Texts = Mapping[str, str | None]
_LONGEST_NAME = 80


class Users:
    """An administrator keeps all users, a manager those of the own team."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @property
    def profile(self) -> Profile:
        """One person for everything, or a team."""
        return self._core.profile

    def rows(self) -> Sequence[UserRow]:
        """All users by login, those who left too."""
        query = parse("sort:login", "users")
        page = self._core.read(
            lambda reader: listing.page(reader, self._core.context(), query, Start(), 1000)
        )
        return page.rows

    def save(
        self,
        user_id: int | None,
        texts: Texts,
        *,
        team: str | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Saved:
        """Adds a user, or changes one; `team` is the name of a team, "" for none.

        A team of a new name is made. Refused: no right (11.3), the last administrator taken
        away, a role that the actor may not give. Duplicate: the login is taken.
        """

        def unit(work: Work) -> Saved:
            given = dict(texts)
            if team is not None:
                made = _team(work, team)
                given["team"] = None if made is None else f"teams/{made}"
            if user_id is None:
                user = create(work, _USER, given, self._core.key, words=words)
            else:
                user = change(work, _USER, user_id, given, self._core.key, words=words)
            assert work.change is not None
            assert isinstance(user, User)
            roles = ", ".join(role.value for role in Role if role in user.roles)
            work.change.params = encode_params({"user": user.login, "roles": roles})
            return saved(user)

        return self._core.write("change.users", {}, unit)

    def begin_team(self) -> None:
        """From now on several people share the database: rights divide them (11.3, D-28)."""
        self._core.require(Action.USERS)
        self._core.require(Action.SETTINGS)

        def unit(work: Work) -> None:
            rows = work.all(Setting, key="profile")
            for row in rows:
                row.value = Profile.TEAM.value
            if not rows:
                work.add(Setting, key="profile", value=Profile.TEAM.value)

        self._core.write("change.settings", {"key": "profile", "value": Profile.TEAM.value}, unit)
        self._core.profile = Profile.TEAM


def _team(work: Work, name: str) -> int | None:
    wanted = " ".join(name.split())
    if not wanted:
        return None
    if len(wanted) > _LONGEST_NAME:
        params = {"field": "team", "value": wanted, "limit": _LONGEST_NAME}
        raise Invalid([Reason("field.too_long", params)])
    found = work.all(Team, name=wanted)
    return found[0].id if found else work.add(Team, name=wanted).id
