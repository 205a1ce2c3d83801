"""Fields that several requests share."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from moviola.errors import NotFound

#: The one agent there is, as ADK clients name it.
APP = "nemo_agent"


def _without_nul(text: str) -> str:
    # No person types one, and Postgres keeps none.
    return text.replace("\0", "")


def _fits(pattern: str, words: str) -> Any:
    """A text that matches ``pattern``; to one that does not, ``words`` say what would."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise PydanticCustomError("string_pattern_mismatch", words)
        return text

    return AfterValidator(check)


def _blank_is_absent(value: Any) -> Any:
    # A shell sends "" for a variable that is not set.
    return None if isinstance(value, str) and not value.strip() else value


_ID, _LANGUAGE = r"[^\x00-\x20/\x7f]+", r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*"

Words = Annotated[str, AfterValidator(_without_nul)]
Id = Annotated[
    str,
    Field(min_length=1, max_length=200, json_schema_extra={"pattern": f"^{_ID}$"}),
    _fits(_ID, "Use 1 to 200 characters without spaces and slashes"),
]
TaskName = Annotated[str, Field(max_length=500), AfterValidator(_without_nul)]
Language = Annotated[
    Annotated[
        str,
        Field(max_length=16, json_schema_extra={"pattern": f"^{_LANGUAGE}$"}),
        _fits(_LANGUAGE, "Name a language by its tag, such as en, zh or zh-CN, or leave it out"),
    ]
    | None,
    BeforeValidator(_blank_is_absent),
]


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
