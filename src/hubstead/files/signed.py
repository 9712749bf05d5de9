"""Links with which everybody may read a file for a while: signed with a secret of the portal, so that nothing in them
can be changed and nothing of them is stored."""

import hashlib
import hmac
from urllib.parse import quote, urlencode

from hubstead.files.file import File
from hubstead.kit.errors import Forbidden
from hubstead.kit.ids import secret_text
from hubstead.store.tables import FILE_KEY
from hubstead.store.unit import Unit
from hubstead.web.call import Call

PATH = "/signed-url/{portalId}/{fileId}/{fileName}"
DEFAULT_LASTS = 3_600
"""Seconds (our choice)."""
LONGEST = 366 * 86_400
"""Seconds."""


async def signed_url(call: Call, file: File, until: int, size: str = "", upscale: bool = False) -> str:
    """The link; it is good until a moment (ms, by the portal's clock)."""
    secret = await secret_of(call)
    asked = {"expires": str(until), **({"size": size} if size else {}), **({"upscale": "true"} if upscale else {})}
    signature = _signature(secret, file.portal, file.id, until, size, upscale)
    path = PATH.format(portalId=file.portal, fileId=file.id, fileName=quote(file.file_name.whole, safe=""))
    return f"{call.base_url}{path}?{urlencode({**asked, 'signature': signature})}"


async def check(call: Call, unit: Unit, file: str) -> None:
    """Refuse a link that this server did not sign, or whose time is over. Raises `Forbidden`."""
    given, size, upscale = call.one("expires") or "", call.one("size") or "", call.one("upscale") == "true"
    until = int(given) if given.isascii() and given.isdigit() and len(given) < 17 else 0
    rows = await unit.rows("SELECT secret FROM file_key WHERE portal = ?1")
    right = _signature(rows[0][0], unit.portal, int(file), until, size, upscale) if rows and file.isdigit() else ""
    if not right or not hmac.compare_digest(right.encode(), (call.one("signature") or "").encode()):
        raise Forbidden("The signature of this link is wrong.", category="INVALID_SIGNATURE")
    if until <= unit.now:
        raise Forbidden("The time of this link is over. Ask for another one.", category="EXPIRED_SIGNATURE")


def _signature(secret: str, portal: int, file: int, until: int, size: str, upscale: bool) -> str:
    signed = f"{portal}/{file}/{until}/{size}/{upscale:d}"
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


async def secret_of(call: Call) -> str:
    """The portal's secret; the first link makes it."""
    sql = "SELECT secret FROM file_key WHERE portal = ?1"
    rows = await call.reading().rows(sql)
    if rows:
        return str(rows[0][0])

    async def work(unit: Unit) -> str:
        made = await unit.rows(f"{sql} FOR UPDATE")
        if made:
            return str(made[0][0])
        secret = secret_text(32, unit.portal)
        unit.put(FILE_KEY, (unit.portal, secret))
        return secret

    return await call.write(work)
