"""Exit codes: stable, by class of error."""

from __future__ import annotations

from moviola import errors

#: The work was understood by nobody; the question is on standard output.
QUESTION = 3

_CODES: dict[type[errors.MoviolaError], int] = {
    errors.BadRequest: 2,
    errors.Conflict: 2,
    errors.NotFound: 2,
    errors.NoSession: 2,
    errors.Refused: 4,
    errors.OutOfCredits: 5,
    errors.PlanRequired: 5,
    errors.RateLimited: 5,
    errors.UnsupportedFile: 6,
    errors.FileTooLarge: 6,
    errors.Unauthorized: 7,
    errors.Forbidden: 7,
    errors.ModelMissing: 8,
    errors.StorageFull: 9,
    errors.Cancelled: 130,
}


def exit_code(error: errors.MoviolaError) -> int:
    """2 bad input · 4 refused · 5 credits or limits · 6 file · 7 rights · 8 model · 9 disk · 1 our fault."""
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), 1)
