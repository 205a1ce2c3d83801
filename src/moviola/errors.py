"""The one tree of errors that a person may see.

    MoviolaError                    code  HTTP
    ├── BadRequest                   400   400   malformed request
    ├── PlanRequired                 402   402   the plan does not allow this export
    ├── RateLimited                  429   429   too many requests or open sessions
    ├── Unauthorized                1001   401   token missing, unknown, revoked or expired
    ├── NoSession                   1002   404   no such session, or not yours
    ├── NotFound                    1003   404   no such render, file or project
    ├── Forbidden                   1004   403   the token lacks a scope
    ├── Conflict                    1009   409   same key, other body; stale version; id reused
    ├── OutOfCredits                2001   402   not enough credits
    ├── UnsupportedFile             4001   415   the file is not one we can read
    ├── FileTooLarge                4002   413   over the stated limit
    ├── Refused                     4003   422   content we do not make
    └── Fault                       5000   500   our side
        ├── ModelMissing            5000   503   a model file is absent, broken or may not be used
        ├── StorageFull             5000   507   no room on the disk
        ├── EngineFailed            5000   500   an engine stopped or crashed
        └── Cancelled               5000   409   the person stopped the work

Every message says what happened, to what, and what to do next.
"""

from __future__ import annotations

from typing import Any, ClassVar


class MoviolaError(Exception):
    """Base of all errors; ``str(error)`` is the sentence shown to the person."""

    code: ClassVar[int] = 5000
    status: ClassVar[int] = 500

    def __init__(self, message: str, *, data: dict[str, Any] | None = None, retry_after: int | None = None):
        super().__init__(message)
        self.message = message
        self.data = data
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep message and data when the error crosses a process boundary."""
        return _rebuild, (type(self), self.message, self.data, self.retry_after)


def _rebuild(
    kind: type[MoviolaError], message: str, data: dict[str, Any] | None, retry_after: int | None
) -> MoviolaError:
    return kind(message, data=data, retry_after=retry_after)


class BadRequest(MoviolaError):
    code = 400
    status = 400


class PlanRequired(MoviolaError):
    code = 402
    status = 402


class RateLimited(MoviolaError):
    code = 429
    status = 429


class Unauthorized(MoviolaError):
    code = 1001
    status = 401


class NoSession(MoviolaError):
    code = 1002
    status = 404


class NotFound(MoviolaError):
    code = 1003
    status = 404


class Forbidden(MoviolaError):
    code = 1004
    status = 403


class Conflict(MoviolaError):
    code = 1009
    status = 409


class OutOfCredits(MoviolaError):
    code = 2001
    status = 402


class UnsupportedFile(MoviolaError):
    code = 4001
    status = 415


class FileTooLarge(MoviolaError):
    code = 4002
    status = 413


class Refused(MoviolaError):
    code = 4003
    status = 422


class Fault(MoviolaError):
    code = 5000
    status = 500


class ModelMissing(Fault):
    status = 503


class StorageFull(Fault):
    status = 507


class EngineFailed(Fault):
    status = 500


class Cancelled(Fault):
    status = 409
