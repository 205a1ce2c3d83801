"""The columns of a table of towers, one row for each solid.

Place and half sizes in metres, the turn as cosine and sine, bottom and top, the top's width as a share of the
bottom's, box or round; then how the wall looks: style, seed, the ground below the whole building, height of a
storey, width of a bay, what it is used for, the wall's colour, how much of a mirror its glass is, the share of lit
windows, how bright they are and their colour (0 warm – 1 cool), floodlight below the crown and its hue, luminous
edges and their hue, metres between luminous seams around it (0: none; below 0: between upright fins), and the top
of the whole building.
"""

from __future__ import annotations

(
    X, Z, HALF_X, HALF_Z, COS, SIN, BOTTOM, TOP, TAPER, ROUND, STYLE, SEED, BASE, STOREY, BAY, USE, RED, GREEN, BLUE,
    MIRROR, LIT, BRIGHT, COOL, WASH, WASH_HUE, CORNER, CORNER_HUE, SEAM, CREST, FIELDS,
) = range(30)  # fmt: skip

#: Walls: holes for windows, bands of windows, all glass, upright piers, a wall of lamps, a lit band, nothing.
PUNCHED, RIBBON, CURTAIN, PIERS, MEDIA, BAND, PLAIN = range(7)
#: Uses: they decide which windows are lit together.
OFFICE, FLATS, HOTEL = range(3)

#: Faces of a solid: four walls (+x, −x, +z, −z), roof or underside, and around.
ROOF, AROUND = 4, 5
