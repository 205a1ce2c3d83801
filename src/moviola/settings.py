"""Every setting, with a default that is right for one laptop.

Each field is read from the environment variable ``MOVIOLA_<FIELD>``.
"""

from __future__ import annotations

from functools import cache as _cached
from pathlib import Path

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

#: Addresses that only this machine can reach.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    """Settings of one process."""

    model_config = SettingsConfigDict(env_prefix="MOVIOLA_", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("moviola"), description="data folder")
    cache: Path = Field(default_factory=lambda: user_cache_path("moviola"), description="models, kernels")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder")
    blobs: str = Field("", description="where files live; empty: the data folder")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8765, ge=0, le=65535, description="port to listen on")
    web_url: str = Field("", description="public address in links; empty: the address listened on")
    metered: bool | None = Field(None, description="charge credits; unset: only off loopback")
    local_user: bool | None = Field(None, description="requests without a token are this machine's user")
    strict: bool = Field(False, description="reproduce the hosted service's token and attribution limits")
    commercial: bool = Field(False, description="refuse weights whose terms are non-commercial or unclear")
    upload_limit_mb: int = Field(500, ge=1, description="largest upload, in megabytes")
    open_sessions: int = Field(200, ge=1, description="open sessions of one user")
    image_engine: str = Field(
        "", description="who draws pictures from words: openai, comfyui; empty: built in"
    )
    images_url: str = Field("", description="OpenAI-compatible server, up to its /v1")
    images_key: SecretStr = Field(SecretStr(""), description="key of that server")
    images_model: str = Field("", description="model to ask that server for; empty: its own choice")
    images_sizes: str = Field("1024x1024,1536x1024,1024x1536", description="sizes that server draws")
    comfyui_url: str = Field("", description="address of a ComfyUI server")
    comfyui_workflow: Path | None = Field(
        None, description="its workflow in API format; unset: text to image"
    )
    anonymous_credits: int = Field(100, ge=0, description="credits of a new anonymous user")
    price_clip: int = Field(100, ge=0, description="credits for a generated clip")
    price_image: int = Field(20, ge=0, description="credits for a portrait or an image")
    price_edit_session: int = Field(50, ge=0, description="most credits that the edits of one session cost")

    @property
    def url(self) -> str:
        """SQLAlchemy URL of the database."""
        return self.database_url or f"sqlite:///{self.home / 'moviola.db'}"

    @property
    def on_loopback(self) -> bool:
        return self.host in LOOPBACK

    @property
    def is_metered(self) -> bool:
        return self.metered if self.metered is not None else not self.on_loopback

    @property
    def has_local_user(self) -> bool:
        return self.on_loopback if self.local_user is None else (self.local_user and self.on_loopback)

    @property
    def draws_anything(self) -> bool:
        """Whether pictures from words come from an engine that is not limited to places."""
        return self.image_engine not in ("", "place")

    @property
    def models_folder(self) -> Path:
        return self.cache / "models"


@_cached
def settings() -> Settings:
    """Settings of this process, read once."""
    return Settings()
