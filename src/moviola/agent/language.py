"""In which language to answer."""

from __future__ import annotations

import re

from moviola.engines.base import Language

#: Words in quotes are a title's, in whatever language it is.
_QUOTED = re.compile(r"""(?<!\w)(["']).*?\1(?!\w)|“[^”]*”|‘[^’]*’|「[^」]*」|《[^》]*》""", re.S)
#: Characters from which the language shows.
_ENOUGH = 4_000
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def language_of(text: str, chosen: str | None) -> Language:
    """Chinese where the session (``chosen``, BCP 47) or, if it left that open, the message is; else English."""
    if chosen:
        return "zh" if chosen.lower().startswith("zh") else "en"
    text = text[:_ENOUGH]
    said = _QUOTED.sub(" ", text)
    return "zh" if _HAN.search(said if said.strip() else text) else "en"
