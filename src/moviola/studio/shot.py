"""One shot of a storyboard, as a value."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from moviola.engines.base import Framing


class Shot(BaseModel):
    """``prompt``: the place, "" for the person alone. ``person``: whether the person of the conversation is in it.

    ``caption``: what is told or said in it. ``changes``: what holds for all shots, like a palette.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: str = ""
    changes: tuple[str, ...] = ()
    person: bool = False
    framing: Framing = "medium"
    caption: str = Field("", max_length=500)
    duration_ms: int | None = Field(None, ge=200, le=600_000)
