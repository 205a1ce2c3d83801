"""What probing finds in a file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from moviola.media.formats import MEDIA_TYPES, Format, Kind, extension


class Probed(BaseModel):
    """A readable file, measured.

    ``width`` × ``height`` are square pixels as seen: after rotation and with ``pixel_aspect`` applied. For
    sound they are 0, and so are ``fps`` and ``frames``. An animated GIF, WebP or PNG is an image with
    ``frames`` > 1.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    format: Format
    codec: str = Field(description="of the picture, or of the sound where there is no picture")
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    fps: float = Field(0.0, description="average frames per second")
    frames: int = 0
    variable_rate: bool = Field(False, description="frames are not evenly spaced")
    has_audio: bool = False
    has_alpha: bool = Field(False, description="the file has an alpha channel, used or not")
    rotation: int = Field(0, description="clockwise turn, in degrees, from the stored to the seen picture")
    mirrored: bool = Field(False, description="the stored picture is also mirrored (EXIF 2, 4, 5, 7)")
    pixel_aspect: float = Field(1.0, description="width of a stored pixel over its height")
    size: int = Field(description="bytes")
    sha256: str

    @property
    def mime(self) -> str:
        """Internet media type; an mp4 or webm without a picture is sound."""
        if self.kind == "audio":
            return {"mp4": "audio/mp4", "webm": "audio/webm", "mov": "audio/mp4"}.get(
                self.format, MEDIA_TYPES[self.format]
            )
        return MEDIA_TYPES[self.format]

    @property
    def extension(self) -> str:
        """File name ending that fits the content, with its dot."""
        return extension(self.format)
