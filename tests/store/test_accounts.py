from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from moviola.errors import BadRequest, RateLimited, Unauthorized
from moviola.settings import Settings
from moviola.store import Store
from moviola.store.accounts import WEEK
from moviola.store.schema import tokens

HOME, AWAY = "198.51.100.4", "203.0.113.9"


def test_an_anonymous_user_has_credits_scopes_and_a_week(store: Store) -> None:
    with store.begin() as tx:
        issued = tx.accounts.anonymous("client", HOME, now=tx.now)
        account = tx.accounts.authenticate(issued.token)
        assert issued.expires_at == tx.now + WEEK
    assert issued.token.startswith("nmv_usr_")
    assert issued.user_id.startswith("anon_")
    assert issued.credits == 100
    assert account.user_id == issued.user_id
    assert account.scopes == {"read", "write", "upload", "render"}
    assert account.may("render")


def test_the_same_client_at_the_same_address_is_the_same_user_with_a_new_token(store: Store) -> None:
    with store.begin() as tx:
        first = tx.accounts.anonymous("client", HOME)
        again = tx.accounts.anonymous("client", HOME)
        elsewhere = tx.accounts.anonymous("client", AWAY)
        assert again.user_id == first.user_id
        assert again.token != first.token
        assert elsewhere.user_id != first.user_id
        assert tx.accounts.authenticate(first.token).user_id == first.user_id
        assert tx.ledger.balance(first.user_id).available == 100


@pytest.mark.parametrize("other", ["::1", "127.0.0.2", "::ffff:127.0.0.1"])
def test_all_of_loopback_is_one_place(store: Store, other: str) -> None:
    with store.begin() as tx:
        first = tx.accounts.anonymous("client", "127.0.0.1")
        assert tx.accounts.anonymous("client", other).user_id == first.user_id


def test_a_registered_user_is_not_given_to_whoever_knows_the_client_id(store: Store) -> None:
    from moviola.store.schema import users

    with store.begin() as tx:
        first = tx.accounts.anonymous("client", HOME)
        tx._db.execute(users.update().where(users.c.user_id == first.user_id).values(kind="registered"))
        assert tx.accounts.anonymous("client", HOME).user_id != first.user_id


@pytest.mark.parametrize("client_id", ["", "x" * 65, "tab\there", "nul\0"])
def test_a_client_id_is_short_printable_text(store: Store, client_id: str) -> None:
    with store.begin() as tx, pytest.raises(BadRequest, match="X-Client-Id"):
        tx.accounts.anonymous(client_id, HOME)


def test_unknown_revoked_and_expired_tokens_are_all_refused_alike(store: Store) -> None:
    said = set()
    with store.begin() as tx:
        issued = tx.accounts.anonymous("client", HOME)
        assert tx.accounts.revoke(issued.token)
        assert not tx.accounts.revoke(issued.token)
        expired = tx.accounts.create_token(issued.user_id, ["read"], tx.now - 1)
        claim, _ = tx.accounts.claim_token("task_x", "1" * 19, issued.user_id)
        for token in (issued.token, expired, "nmv_usr_unknown", "", claim, "\ud800"):
            with pytest.raises(Unauthorized) as caught:
                tx.accounts.authenticate(token)
            said.add(str(caught.value))
    assert len(said) == 1


def test_a_token_is_stored_only_as_a_hash(store: Store) -> None:
    with store.begin() as tx:
        issued = tx.accounts.anonymous("client", HOME)
        rows = tx._db.execute(select(tokens)).mappings().all()
    assert issued.token not in repr(rows)
    assert issued.token.encode() not in b"".join(p.read_bytes() for p in store.settings.home.glob("*.db*"))


def test_scopes_are_kept_and_unknown_ones_refused(store: Store, user: str) -> None:
    with store.begin() as tx:
        token = tx.accounts.create_token(user, ["*"], None)
        assert tx.accounts.authenticate(token).may("anything")
        with pytest.raises(BadRequest, match="'fly'"):
            tx.accounts.create_token(user, ["read", "fly"], None)


def test_a_claim_opens_one_project_until_it_is_deleted(store: Store, user: str) -> None:
    with store.begin() as tx:
        row = tx.sessions.create(user, "Mine", None)
        token, life = tx.accounts.claim_token(row.task_id, row.session_id, user)
        assert life == WEEK
        claim = tx.accounts.open_claim(token)
        assert (claim.task_id, claim.session_id, claim.user_id) == (row.task_id, row.session_id, user)
        tx.sessions.delete(row.session_id)
        with pytest.raises(Unauthorized):
            tx.accounts.open_claim(token)


def test_the_local_user_is_made_once_and_may_do_all(store: Store) -> None:
    with store.begin() as tx:
        assert not tx.accounts.has_local_user()
        first = tx.accounts.local_user()
    with store.read() as tx:
        assert tx.accounts.local_user() == first
        assert first.kind == "local" and first.may("render")


def test_strict_gives_one_token_to_a_client_and_ten_to_an_address(
    settings_of: Callable[..., Settings],
) -> None:
    store = Store.open(settings_of(strict=True))
    with store.begin() as tx:
        start = tx.now
        tx.accounts.anonymous("client 0", HOME, now=start)
        with pytest.raises(RateLimited) as caught:
            tx.accounts.anonymous("client 0", HOME, now=start + 100)
        assert caught.value.retry_after == WEEK - 100 + 1
        for number in range(1, 10):
            tx.accounts.anonymous(f"client {number}", HOME, now=start)
        with pytest.raises(RateLimited):
            tx.accounts.anonymous("client 10", HOME, now=start)
        tx.accounts.anonymous("client 10", AWAY, now=start)
        tx.accounts.anonymous("client 0", HOME, now=start + WEEK + 1)
    store.close()
