"""Light in another colour, as strong as before."""

from __future__ import annotations

from moviola.engines.place.sky.air import Light

Colour = tuple[float, float, float]


def _toned(light: Colour, tint: Colour, share: float) -> Colour:
    strength = 0.3 * light[0] + 0.6 * light[1] + 0.1 * light[2]
    red, green, blue = (own + (strength * to - own) * share for own, to in zip(light, tint, strict=True))
    return red, green, blue


def tinted(light: Light, direct: Colour, shade: Colour, share: float) -> Light:
    """``light`` with ``share`` of the sun's light in the colour ``direct`` and of the sky's in the colour ``shade``."""
    sun = _toned((light.red, light.green, light.blue), direct, share)
    sky = _toned((light.sky_red, light.sky_green, light.sky_blue), shade, share)
    return light._replace(
        red=sun[0], green=sun[1], blue=sun[2], sky_red=sky[0], sky_green=sky[1], sky_blue=sky[2]
    )
