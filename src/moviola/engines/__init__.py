"""Engines make new media. Each is a plug-in behind :class:`moviola.engines.base.EngineSpec`."""

from moviola.models.telemetry import silence

# OpenVINO would report its import to its maker; this runs before any engine can import it.
silence()
