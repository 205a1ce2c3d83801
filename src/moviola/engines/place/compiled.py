"""Where compiled kernels are kept, and how they stay true to their source.

A kernel in the cache folder is fresh as long as everything that went into its machine code is the same: its bytecode,
the numbers it names, the fields of the records it takes, and all this of every kernel that it calls, in whatever file.
So an edit recompiles what it touches and nothing else, and no list has to be kept of who calls whom.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, cast

import numpy as np
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _Cache, _CacheLocator
from numba.core.dispatcher import Dispatcher

from moviola.models.lock import hold
from moviola.settings import settings

#: Seconds after which a kernel is compiled although another process seems to be at it.
_LONGEST_WAIT = 300.0

_watchers: list[Callable[[str], None]] = []
_digests: dict[FunctionType, str] = {}


@contextmanager
def watching(told: Callable[[str], None]) -> Iterator[None]:
    """Inside the block, ``told`` is called with a kernel's name before it is compiled or waited for."""
    _watchers.append(told)
    try:
        yield
    finally:
        _watchers.remove(told)


def digest(function: FunctionType) -> str:
    """A hash of all that decides a kernel's machine code, but for the types it is called with."""
    if function not in _digests:
        parts = [function.__module__, function.__qualname__]
        _read(function.__code__, function.__globals__, parts)
        for note in function.__annotations__.values():
            # records are known to the compiler by their class alone, so the order of their fields is told here
            for name in re.findall(r"\w+", str(note)):
                parts += _told(function.__globals__.get(name))
        _digests[function] = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return _digests[function]


def _read(code: CodeType, names: dict[str, Any], parts: list[str]) -> None:
    parts += [code.co_code.hex(), *code.co_names, *code.co_varnames]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            _read(constant, names, parts)
        else:
            parts.append(repr(constant))
    for name in code.co_names:
        parts += _told(names.get(name))


def _told(value: object) -> list[str]:
    """What of a global reaches machine code; other kinds of values do not compile."""
    if isinstance(value, Dispatcher):
        return [digest(value.py_func), repr(value.targetoptions)]
    if isinstance(value, np.ndarray):
        return [str(value.dtype), str(value.shape), value.tobytes().hex()]
    if isinstance(value, bool | int | float | str | tuple | np.generic):
        return [repr(value)]
    if isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
        parts = [value.__qualname__]
        for field, note in zip(value._fields, inspect.get_annotations(value).values(), strict=True):
            known = vars(sys.modules[value.__module__])
            parts += [field, str(note)]
            for name in re.findall(r"\w+", str(note)):
                inner = known.get(name)
                if inner is not value:
                    parts += _told(inner) if isinstance(inner, type) else []
        return parts
    return []


class _Locator(_CacheLocator):
    """One folder per module; what is stale there is written over."""

    def __init__(self, function: FunctionType) -> None:
        self._function = function

    def get_cache_path(self) -> str:
        return str(settings().cache / "kernels" / self._function.__module__)

    def get_source_stamp(self) -> str:
        return digest(self._function)

    def get_disambiguator(self) -> str:
        return "kernel"

    @classmethod
    def from_function(cls, py_func: FunctionType, py_file: str) -> _Locator:  # noqa: ARG003 — numba's own signature
        return cls(py_func)


class _Form(CompileResultCacheImpl):
    def __init__(self, function: FunctionType) -> None:
        self._locator_classes: list[Any] = [_Locator]
        cast(Any, super()).__init__(function)


class _Files(FunctionCache):
    _impl_class = _Form


class Kept(_Cache):
    """Numba's cache of one kernel, which one process at a time fills, telling those who watch.

    The digest is first taken when the kernel is first called: by then all that it calls is defined.
    """

    def __init__(self, function: FunctionType) -> None:
        self._function = function
        self._files: Any = None
        self._held = ExitStack()

    @property
    def files(self) -> Any:
        if self._files is None:
            self._files = cast(Any, _Files)(self._function)
        return self._files

    @property
    def cache_path(self) -> str:
        return str(self.files.cache_path)

    def enable(self) -> None:
        self.files.enable()

    def disable(self) -> None:
        self.files.disable()

    def flush(self) -> None:
        self.files.flush()

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        found = self._loaded(sig, target_context)
        if found is not None:
            return found
        for told in tuple(_watchers):
            told(self._function.__name__)
        folder = Path(self.cache_path)
        folder.mkdir(parents=True, exist_ok=True)
        self._held.close()
        started = time.monotonic()

        def patience() -> None:
            if time.monotonic() - started > _LONGEST_WAIT:
                raise TimeoutError

        try:
            self._held.enter_context(hold(folder / f"{self._function.__qualname__}.lock", patience))
        except TimeoutError:
            return None
        found = self._loaded(sig, target_context)
        if found is not None:
            self._held.close()
        return found

    def _loaded(self, sig: Any, target_context: Any) -> Any:
        try:
            return self.files.load_overload(sig, target_context)
        except Exception:
            # a torn file can fail in any way; the kernel is compiled again and the file written anew
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        with self._held:
            self.files.save_overload(sig, data)
