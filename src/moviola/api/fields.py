"""Fields that several requests share."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from moviola.errors import NotFound

#: The one agent there is, as ADK clients name it.
APP = "nemo_agent"


def _without_nul(text: str) -> str:
    # No person types one, and Postgres keeps none.
    return text.replace("\0", "")


Words = Annotated[str, AfterValidator(_without_nul)]
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x20/\x7f]+$")]
TaskName = Annotated[Words, Field(max_length=500)]
Language = Annotated[str, Field(max_length=16, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$")]


class Request(BaseModel):
    """A request body: unknown keys are let pass, for clients send more than we read."""

    model_config = ConfigDict(extra="ignore")


class CamelRequest(BaseModel):
    """A request body whose keys are accepted in snake_case and in camelCase, as ADK does."""

    model_config = ConfigDict(extra="ignore", alias_generator=to_camel, populate_by_name=True)


def check_app(name: str) -> None:
    """:class:`NotFound` for any agent but the one there is."""
    if name != APP:
        raise NotFound(f"There is no app {name[:64]!r}. The app is {APP!r}.")
