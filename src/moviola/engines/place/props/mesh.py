"""Solid things as triangles: what they consist of, and how they are put together, turned and set down.

Axes as everywhere: x to the right, y up, z ahead, in metres.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Index, Picture

#: What a face is made of.
SNOW, BOARDS, PLANKS, LOGS, PLASTER, STONE, PAINT, SHINGLES, GLASS, LAMP, ICE, HEDGE = range(12)

Colour = tuple[float, float, float]
_Floats = NDArray[np.float64]


class Mesh(NamedTuple):
    """Triangles with everything that their light needs, N of them.

    ``corners``, ``normals`` [N, 3, 3]; ``texture`` [N, 3, 2] in metres on the face, 0–1 on glass; ``openness``
    [N, 3] how much of the sky a corner sees; ``colour`` [N, 3] albedo; ``made`` [N]; ``glow`` [N]: what a lamp or a
    window shines with, as a share of a bright one.
    """

    corners: Picture
    normals: Picture
    texture: Picture
    openness: Picture
    colour: Picture
    made: Index
    glow: Picture


def merged(meshes: Iterable[Mesh]) -> Mesh:
    """All of ``meshes`` in one; at least one is needed."""
    return Mesh(*(np.concatenate(part) for part in zip(*meshes, strict=True)))


def placed(mesh: Mesh, x: float, y: float, z: float, turn: float = 0.0, scale: float = 1.0) -> Mesh:
    """``mesh`` scaled, turned about its upright axis by ``turn`` radians (its x axis towards z) and set down."""
    cosine, sine = math.cos(turn), math.sin(turn)
    spin = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]], np.float32)
    corners = (mesh.corners * np.float32(scale)) @ spin + np.array([x, y, z], np.float32)
    normals = mesh.normals @ spin
    return mesh._replace(corners=np.asarray(corners, np.float32), normals=np.asarray(normals, np.float32))


def _unit(vectors: _Floats) -> _Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))


def _wound(pick: Index, corners: _Floats, normals: _Floats) -> Index:
    """``pick`` [N, 3] with corners in such an order that each face looks to where its corners' normals do."""
    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    against = np.einsum("nk,nck->n", face, normals) < 0
    return np.where(against[:, None], pick[:, [0, 2, 1]], pick)


class _Boxes(NamedTuple):
    low: _Floats
    high: _Floats
    made: int
    colour: Colour
    openness: float
    glow: float


class _Quad(NamedTuple):
    points: _Floats
    texture: _Floats
    made: int
    colour: Colour
    openness: tuple[float, ...]
    glow: float


_HALVES = np.array([[0, 1, 2], [0, 2, 3]])
#: For each axis the two others, and corners of a face on them: 0 low, 1 high.
_OTHERS = ((2, 1), (0, 2), (0, 1))
_UNMAPPED = np.full((4, 2), np.nan)


class Builder:
    """Collects faces of one thing."""

    def __init__(self) -> None:
        self._parts: list[Mesh] = []
        self._boxes: list[_Boxes] = []
        self._quads: list[_Quad] = []

    def mesh(self) -> Mesh:
        """All that was added."""
        # boxes and quads are many and small: each kind is made at once
        if self._boxes:
            self._parts.append(_boxes_mesh(self._boxes))
            self._boxes = []
        if self._quads:
            self._parts.append(_quads_mesh(self._quads))
            self._quads = []
        return merged(self._parts)

    def add(self, mesh: Mesh) -> None:
        """Add a finished thing."""
        self._parts.append(mesh)

    def triangles(
        self,
        corners: _Floats,
        normals: _Floats,
        texture: _Floats,
        openness: _Floats,
        colour: Colour,
        made: int,
    ) -> None:
        """Add triangles of one material; arrays as in :class:`Mesh`."""
        count = len(corners)
        self._parts.append(
            Mesh(
                np.asarray(corners, np.float32),
                np.asarray(normals, np.float32),
                np.asarray(texture, np.float32),
                np.asarray(np.broadcast_to(openness, (count, 3)), np.float32),
                np.asarray(np.broadcast_to(np.asarray(colour), (count, 3)), np.float32),
                np.full(count, made, np.int64),
                np.zeros(count, np.float32),
            )
        )

    def quad(
        self, points: Sequence[Sequence[float]] | Sequence[_Floats], made: int, colour: Colour, *, glow: float = 0.0,
        openness: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0), texture: Sequence[Sequence[float]] | None = None,
    ) -> None:  # fmt: skip
        """A flat face with four corners in order around it; on the texture the first edge runs to the right."""
        mapped = _UNMAPPED if texture is None else np.asarray(texture, np.float64)
        self._quads.append(_Quad(np.asarray(points, np.float64), mapped, made, colour, tuple(openness), glow))

    def boxes(
        self, low: Sequence[Sequence[float]] | _Floats, high: Sequence[Sequence[float]] | _Floats, made: int,
        colour: Colour, openness: float = 1.0, glow: float = 0.0,
    ) -> None:  # fmt: skip
        """Upright boxes from their ``low`` to their ``high`` corners [K, 3]."""
        a, b = np.asarray(low, np.float64).reshape(-1, 3), np.asarray(high, np.float64).reshape(-1, 3)
        self._boxes.append(_Boxes(a, b, made, colour, openness, glow))

    def polygon(
        self, points: Sequence[Sequence[float]], made: int, colour: Colour, openness: float = 0.9
    ) -> None:
        """A flat convex face; the texture is upright if the face is."""
        p = np.asarray(points, np.float64)
        normal = _unit(np.cross(p[1] - p[0], p[2] - p[0]))
        right = (
            _unit(np.array([normal[2], 0.0, -normal[0]])) if abs(normal[1]) < 0.99 else np.array([1.0, 0, 0])
        )
        up = np.cross(right, normal)
        up = -up if up[1] < 0 else up
        t = np.stack([p @ right, p @ up], 1)
        fan = np.array([[0, k, k + 1] for k in range(1, len(p) - 1)])
        self.triangles(
            p[fan], np.broadcast_to(normal, (len(fan), 3, 3)), t[fan], np.full((len(fan), 3), openness), colour, made
        )  # fmt: skip

    def beam(
        self,
        start: Sequence[float],
        end: Sequence[float],
        wide: float,
        tall: float,
        made: int,
        colour: Colour,
    ) -> None:
        """A beam along a line, ``wide`` × ``tall`` across."""
        a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
        along = _unit(b - a)
        side = np.cross(along, [0.0, 1.0, 0.0])
        side = np.array([1.0, 0.0, 0.0]) if np.linalg.norm(side) < 1e-6 else _unit(side)
        up = np.cross(side, along) * tall / 2
        side = side * wide / 2
        ring = [side + up, up - side, -side - up, side - up]
        for k in range(4):
            p, q = ring[k], ring[(k + 1) % 4]
            self.quad([a + p, b + p, b + q, a + q], made, colour)
        for end_point in (a, b):
            self.quad([end_point + r for r in ring], made, colour)

    def grid(self, points: _Floats, made: int, colour: Colour, openness: float | _Floats = 1.0) -> None:
        """A smooth surface through ``points`` [R, C, 3]."""
        down, across = np.gradient(points, axis=0), np.gradient(points, axis=1)
        normals = _unit(np.cross(across, down))
        rows, columns = points.shape[:2]
        flat = points.reshape(-1, 3)
        index = np.arange(rows * columns).reshape(rows, columns)
        a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
        pick = np.concatenate(
            [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
        )
        solid = np.linalg.norm(
            np.cross(flat[pick[:, 1]] - flat[pick[:, 0]], flat[pick[:, 2]] - flat[pick[:, 0]]), axis=1
        )
        pick = pick[solid > 1e-9]
        normal, corner = normals.reshape(-1, 3)[pick], flat[pick]
        pick = _wound(pick, corner, normal)
        normal, corner = normals.reshape(-1, 3)[pick], flat[pick]
        open_ = np.broadcast_to(np.asarray(openness, np.float64), (rows, columns)).reshape(-1)[pick]
        self.triangles(corner, normal, corner[:, :, [0, 2]], open_, colour, made)

    def cone(
        self, foot: Sequence[float], radius: float, tip: Sequence[float], sides: int, made: int, colour: Colour,
        top: float = 0.0,
    ) -> None:  # fmt: skip
        """A cone or, with a ``top`` radius, a round post between two points; smooth around."""
        a, b = np.asarray(foot, np.float64), np.asarray(tip, np.float64)
        turn = np.linspace(0, 2 * math.pi, sides + 1)
        ring = np.stack([np.cos(turn), np.zeros_like(turn), np.sin(turn)], 1)
        along = np.stack([a + ring * radius, b + ring * max(top, 1e-4)])
        normals = np.broadcast_to(
            _unit(ring + np.array([0.0, (radius - top) / max(abs(b[1] - a[1]), 1e-6), 0.0])), along.shape
        )
        flat, n = along.reshape(-1, 3), normals.reshape(-1, 3)
        k = np.arange(sides)
        pick = np.concatenate(
            [np.stack([k, k + 1, k + 1 + sides + 1], 1), np.stack([k, k + sides + 2, k + sides + 1], 1)]
        )
        pick = _wound(pick, flat[pick], n[pick])
        corner, normal = flat[pick], n[pick]
        texture = np.stack([corner[..., 0] + corner[..., 2], corner[..., 1]], -1)
        self.triangles(corner, normal, texture, np.ones((len(pick), 3)), colour, made)

    def ball(
        self, centre: Sequence[float], radius: Sequence[float], made: int, colour: Colour, sides: int = 14,
        dome: bool = False,
    ) -> None:  # fmt: skip
        """An ellipsoid with three radii; of a ``dome`` only the upper half."""
        up = np.linspace(0.0 if dome else -math.pi / 2, math.pi / 2, sides // 2 + 1)[:, None]
        turn = np.linspace(0, 2 * math.pi, sides + 1)[None, :]
        points = np.stack(
            [np.cos(up) * np.cos(turn), np.broadcast_to(np.sin(up), (sides // 2 + 1, sides + 1)),
            np.cos(up) * np.sin(turn)],
            -1,
        )  # fmt: skip
        self._round(points, np.asarray(centre, np.float64), np.asarray(radius, np.float64), made, colour)

    def _round(self, points: _Floats, centre: _Floats, radius: _Floats, made: int, colour: Colour) -> None:
        rows, columns = points.shape[:2]
        index = np.arange(rows * columns).reshape(rows, columns)
        a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
        pick = np.concatenate(
            [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
        )
        flat = points.reshape(-1, 3)
        place, upright = (centre + points * radius).reshape(-1, 3), _unit(flat / radius)
        pick = _wound(pick, place[pick], upright[pick])
        corner, normal = place[pick], upright[pick]
        openness = 0.6 + 0.4 * (normal[..., 1] * 0.5 + 0.5)
        self.triangles(corner, normal, corner[:, :, [0, 1]], openness, colour, made)


def _boxes_mesh(some: list[_Boxes]) -> Mesh:
    a, b = np.concatenate([each.low for each in some]), np.concatenate([each.high for each in some])
    sizes = [len(each.low) for each in some]
    made = np.repeat([each.made for each in some], sizes)
    colour = np.repeat(np.array([each.colour for each in some]), sizes, axis=0)
    openness = np.repeat([each.openness for each in some], sizes)
    glow = np.repeat([each.glow for each in some], sizes)
    parts = []
    for axis in range(3):
        u, v = _OTHERS[axis]
        for side, level in ((-1.0, a), (1.0, b)):
            face = np.empty((len(a), 4, 3))
            face[:, :, axis] = level[:, axis, None]
            face[:, :, u] = np.stack([a[:, u], b[:, u], b[:, u], a[:, u]], 1)
            face[:, :, v] = np.stack([a[:, v], a[:, v], b[:, v], b[:, v]], 1)
            normal = np.zeros(3)
            normal[axis] = side
            corners = face[:, _HALVES].reshape(-1, 3, 3)
            shut = openness * (0.45 if axis == 1 and side < 0 else 1.0)
            parts.append(
                Mesh(
                    corners.astype(np.float32),
                    np.broadcast_to(normal, corners.shape).astype(np.float32),
                    corners[:, :, [u, v]].astype(np.float32),
                    np.repeat(np.repeat(shut, 2)[:, None], 3, axis=1).astype(np.float32),
                    np.repeat(colour, 2, axis=0).astype(np.float32),
                    np.repeat(made, 2).astype(np.int64),
                    np.repeat(glow, 2).astype(np.float32),
                )
            )
    return merged(parts)


def _quads_mesh(some: list[_Quad]) -> Mesh:
    p = np.stack([each.points for each in some])
    texture = np.stack([each.texture for each in some])
    normal = _unit(np.cross(p[:, 2] - p[:, 0], p[:, 3] - p[:, 1]))
    right = _unit(p[:, 1] - p[:, 0])
    up = np.cross(normal, right)
    away = p - p[:, :1]
    flat = np.stack([np.einsum("nkc,nc->nk", away, right), np.einsum("nkc,nc->nk", away, up)], 2)
    texture = np.where(np.isnan(texture), flat, texture)
    openness = np.array([each.openness for each in some])
    corners = p[:, _HALVES].reshape(-1, 3, 3)
    return Mesh(
        corners.astype(np.float32),
        np.repeat(np.repeat(normal, 2, axis=0)[:, None], 3, axis=1).astype(np.float32),
        texture[:, _HALVES].reshape(-1, 3, 2).astype(np.float32),
        openness[:, _HALVES].reshape(-1, 3).astype(np.float32),
        np.repeat(np.array([each.colour for each in some]), 2, axis=0).astype(np.float32),
        np.repeat([each.made for each in some], 2).astype(np.int64),
        np.repeat([each.glow for each in some], 2).astype(np.float32),
    )
