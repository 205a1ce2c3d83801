from __future__ import annotations

import time

import pytest

from moviola.errors import NotFound
from moviola.store.signer import Signer

SIGNER = Signer(b"k" * 32)


def test_a_token_gives_back_what_was_signed() -> None:
    token = SIGNER.sign("media", {"h": "ab", "n": "海.png"})
    assert SIGNER.verify("media", token) == {"h": "ab", "n": "海.png"}
    assert token.startswith("m")
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()


def test_a_token_stays_the_same_for_a_while() -> None:
    assert len({SIGNER.sign("media", {"h": "ab"}) for _ in range(5)}) <= 2


@pytest.mark.parametrize("bad", ["", "x", "a.b", "é", "\0"])
def test_forged_tokens_are_refused(bad: str) -> None:
    with pytest.raises(NotFound):
        SIGNER.verify("media", bad)


def test_other_purposes_keys_and_times_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    token = SIGNER.sign("media", {"h": "ab"}, lifetime=60)
    with pytest.raises(NotFound):
        SIGNER.verify("claim", token)
    with pytest.raises(NotFound):
        Signer(b"o" * 32).verify("media", token)
    with pytest.raises(NotFound):
        SIGNER.verify("media", token[:-2] + ("AA" if token[-2:] != "AA" else "BB"))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 62)
    with pytest.raises(NotFound, match="expired"):
        SIGNER.verify("media", token)
