"""Telling people from programs that fill in every form they find. Only what is sent without a token is judged.

A submission that is taken for spam is answered like any other, so its sender learns nothing. It is kept and marked, and
makes no contact.
"""

import re
from collections.abc import Iterable

from hubstead.marketing.forms.fields import CONTACT
from hubstead.marketing.submissions.check import Answer

TRAP = "hs_trap"
"""A field that people do not see. Forms may carry it hidden; whoever fills it in is no person."""
_NAMES = ("firstname", "lastname")
_ADDRESS = re.compile(r"https?://|\bwww\.|\[url", re.IGNORECASE)


def is_spam(answers: Iterable[Answer], trap: str) -> bool:
    """Whether a program sent this: the trap is filled, or somebody is called like a web address."""
    return bool(trap) or any(
        answer.type == CONTACT and answer.name in _NAMES and _ADDRESS.search(answer.value) for answer in answers
    )
