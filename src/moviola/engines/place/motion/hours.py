"""The scenes that a film passes through: hours of a day, seasons of a year, or just the one."""

from __future__ import annotations

from dataclasses import replace

from moviola.engines.place.scene import Family, Scene, Season, Time

#: Height of the sun in degrees at which each hour is usual, as :mod:`moviola.engines.place.sky.heaven` has it.
_USUAL: dict[Time, float] = {
    "day": 36.0,
    "golden": 9.0,
    "sunset": 2.3,
    "dawn": 3.4,
    "dusk": -4.4,
    "night": -18.0,
}
#: Where lamps are lit once the sun has gone below this height; elsewhere the hour that was asked stays, and with it the
#: whole composition.
_LIT: frozenset[Family] = frozenset(("city", "street", "village"))
_LAMPS = -2.0
#: Where the sun stands at equal distances of a film, for the hour that was asked.
_PATHS: dict[Time, tuple[float, ...]] = {
    "sunset": (6.8, 5.4, 4.0, 2.6, 1.0, -0.7, -2.4, -4.2),
    "golden": (15.0, 11.5, 8.6, 6.0, 4.0, 2.2),
    "dusk": (2.2, 0.6, -1.0, -2.6, -4.4, -6.6),
    "dawn": (-4.6, -2.8, -1.0, 0.8, 2.6, 4.6, 7.2),
    "day": (34.0,),
    "night": (-18.0,),
}
_YEAR: tuple[Season, ...] = ("spring", "summer", "autumn", "winter")


def passage(scene: Scene) -> tuple[Scene, ...]:
    """The scenes of a film at equal distances in time; one where nothing but the place's own life passes."""
    if scene.motion == "timelapse":
        return tuple(_at(scene, height) for height in _PATHS[scene.time])
    if scene.motion == "seasons":
        start = _YEAR.index(scene.season)
        return tuple(replace(scene, season=_YEAR[(start + step) % 4]) for step in range(4))
    return (scene,)


def _at(scene: Scene, height: float) -> Scene:
    """The scene with the sun at ``height`` degrees."""
    time = scene.time
    if scene.family in _LIT and time != "dawn":
        time = "night" if height < -9 else "dusk" if height < _LAMPS else "sunset" if time == "dusk" else time
    # one weather for the whole film: a shower would come with the lamps
    rain = 0.0 if scene.rain is None and scene.family in _LIT else scene.rain
    return replace(scene, time=time, rain=rain, sun_height=scene.sun_height + height - _USUAL[time])
