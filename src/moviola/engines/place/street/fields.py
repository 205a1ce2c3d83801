"""The columns of the tables that describe a street to its kernels."""

from __future__ import annotations

#: A box: place and half sizes in plan, turn, bottom and top in metres; what it is; its seed.
#:
#: A building: first facade tile and how many variants, width of a bay, heights of a storey and of the ground floor,
#: first shop tile and how many, width of a shop, share of lit windows, their colour (0 warm – 1 cool) and brightness,
#: and a tint. A sign: ``TILE`` is its picture, ``BRIGHT`` its light. Anything else: its colour is the tint, ``BRIGHT``
#: its own light in that colour.
(
    X, Z, HALF_X, HALF_Z, TURN, BOTTOM, TOP, KIND, SEED, TILE, VARIANTS, BAY, STOREY, GROUND, SHOP, SHOPS, SHOP_WIDTH,
    LIT, WARM, BRIGHT, RED, GREEN, BLUE, FIELDS,
) = range(24)  # fmt: skip

BUILDING, SIGN, SOLID = range(3)

#: The faces of a box: towards the camera at turn 0, right, far, left; below and above.
FRONT, RIGHT, BACK, LEFT, UNDER, OVER = range(6)
#: A pixel's face is ``box · FACES + face``, or one of these.
FACES = 8
SKY, GROUND_PLANE = -1, -2

#: A light: place, colour, the way it faces (0, 0, 0: all ways), its size in metres.
LX, LY, LZ, LR, LG, LB, NX, NY, NZ, SIZE, LIGHT_FIELDS = range(11)

#: What a facade's light grid holds: colour, from how far above and from how far along the wall it comes (−1 … 1),
#: and the share of the sun that arrives.
GRID = 20
GRID_FIELDS = 6

#: What a tile's pixels hold: colour (square root), how far it stands out, clear glass, curtain.
TILE_FIELDS = 6
#: Metres by which a facade may stand out from its plane, and recede behind it.
OUT, DEEP = 0.55, 0.45
#: Pixels of a tile to the metre, and its halved copies.
DENSITY = 80.0
LEVELS = 4
#: What is behind a tile's glass.
DWELLING, OFFICE, STORE, DINER, CLOSED = range(5)
