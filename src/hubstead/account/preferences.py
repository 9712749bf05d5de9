"""What a person chose for the web app, so that it is the same in every browser: kept for each user of an account."""

from collections.abc import Mapping

import msgspec

from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "preferences"


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """`language` is a code such as `de`, `""` where the browser's is followed. `first_views` has the id of the saved
    view that tables and boards of an object type open with, by the id of the type."""

    language: str = ""
    first_views: dict[str, str] = {}


_decode = msgspec.json.Decoder(Preferences).decode
_NOTHING = Preferences()


async def preferences_of(unit: Unit, user_id: int) -> Preferences:
    """What a user chose."""
    return (await definitions.numbered(unit, KIND, _decode)).get(user_id, _NOTHING)


async def prefer(unit: Unit, user_id: int, language: str | None, first_views: Mapping[str, str]) -> None:
    """Keep what a user chose now; what is absent stays, and a type with the view `""` opens with none."""
    await definitions.hold(unit)
    before = await preferences_of(unit, user_id)
    views = {type: view for type, view in {**before.first_views, **first_views}.items() if view}
    after = Preferences(before.language if language is None else language, views)
    if after != before:
        definitions.put(unit, KIND, "", str(user_id), msgspec.json.encode(after))
        await definitions.changed(unit, KIND, "", str(user_id))
