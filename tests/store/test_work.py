from __future__ import annotations

import pytest

from moviola.errors import Conflict, NotFound
from moviola.store import Store
from moviola.store.rows import FileSource


def test_runs_queue_in_order_and_move_only_from_where_they_are(store: Store, user: str, session: str) -> None:
    with store.begin() as tx:
        tx.events.append(session, {})
        first = tx.runs.create("run b", session, user, "one", {"want": None})
        tx.runs.create("run a", session, user, "two", {})
        assert first.first_seq == 2
        assert tx.runs.create("run b", session, user, "one", {}) == first
        assert [run.text for run in tx.runs.active(session)] == ["one", "two"]
        assert tx.runs.set_status("run b", "running", {"queued"})
        assert not tx.runs.set_status("run b", "running", {"queued"})
        assert tx.runs.set_status("run b", "done", {"running"})
        assert not tx.runs.request_cancel("run b")
        assert tx.runs.request_cancel("run a")
        assert tx.runs.cancel_requested("run a")
        assert [run.run_id for run in tx.runs.unfinished()] == ["run a"]
        other = tx.sessions.create(user, "", None).session_id
        with pytest.raises(Conflict):
            tx.runs.create("run b", other, user, "one", {})
        with pytest.raises(NotFound):
            tx.runs.get("run z")


def test_a_job_ends_once(store: Store, user: str, session: str) -> None:
    with store.begin() as tx:
        row = tx.jobs.begin("job", "run", session, user, "portrait", {"seed": 1})
        assert tx.jobs.begin("job", "run", session, user, "portrait", {"seed": 2}) == row
        assert tx.jobs.finish("job", {"file": "x"})
        assert not tx.jobs.finish("job", {"file": "y"})
        assert not tx.jobs.fail("job", "late")
        done = tx.jobs.get("job")
        assert done is not None
        assert (done.status, done.result, done.error, done.request) == (
            "done",
            {"file": "x"},
            None,
            {"seed": 1},
        )
        tx.jobs.begin("job 2", "run", session, user, "music", {})
        assert tx.jobs.fail("job 2", "no room")
        assert [(job.job_id, job.status) for job in tx.jobs.of_run("run")] == [
            ("job", "done"),
            ("job 2", "failed"),
        ]
        with pytest.raises(Conflict):
            tx.jobs.begin("job", "another", session, user, "portrait", {})


def test_a_render_id_belongs_to_one_body_of_one_user(store: Store, user: str, session: str) -> None:
    with store.begin() as tx:
        row = tx.renders.create("r", session, user, "a" * 64, {"t": []}, {"format": "mp4"})
        assert (row.status, row.progress) == ("pending", 0)
        assert tx.renders.create("r", session, user, "a" * 64, {"t": []}, {"format": "mp4"}) == row
        other = tx.accounts.anonymous("other", "198.51.100.1").user_id
        theirs = tx.sessions.create(other, "", None).session_id
        said = set()
        for who, where, body in ((user, session, "b" * 64), (other, theirs, "a" * 64)):
            with pytest.raises(Conflict) as caught:
                tx.renders.create("r", where, who, body, {}, {})
            said.add(str(caught.value))
        assert len(said) == 1
        with pytest.raises(NotFound):
            tx.renders.get("r", other)


def test_a_render_moves_on_and_ends_once(store: Store, user: str, session: str) -> None:
    with store.begin() as tx:
        tx.renders.create("r", session, user, "a" * 64, {}, {})
        assert tx.renders.update("r", "processing", 250, stage="encode", expected={"pending"})
        assert not tx.renders.update("r", "processing", expected={"pending"})
        assert tx.renders.get("r").progress == 100
        assert [row.render_id for row in tx.renders.unfinished()] == ["r"]
        assert tx.renders.update(
            "r", "completed", 100, sha256="c" * 64, size=9, duration_ms=1000, name="a.mp4", mime="video/mp4"
        )
        row = tx.renders.get("r", user)
        assert (row.sha256, row.size, row.duration_ms, row.name) == ("c" * 64, 9, 1000, "a.mp4")
        assert row.completed_at == tx.now
        assert not tx.renders.update("r", "cancelled", expected={"pending", "processing"})
        assert tx.renders.unfinished() == []
        assert [row.render_id for row in tx.renders.of_session(session)] == ["r"]


def test_files_are_kept_in_order_and_known_to_their_owner(store: Store, user: str, session: str) -> None:
    with store.begin() as tx:
        sources: tuple[FileSource, ...] = ("upload", "generated")
        for number, source in enumerate(sources):
            tx.files.add(
                f"f{number}",
                session,
                user,
                str(number) * 64,
                "image",
                "老船长.png",
                "image/png",
                12,
                640,
                480,
                source=source,
                meta={"seed": number},
            )
        assert [f.file_id for f in tx.files.of_session(session)] == ["f0", "f1"]
        assert [f.meta for f in tx.files.of_session(session, "generated")] == [{"seed": 1}]
        owned = tx.files.owns(user, "0" * 64)
        assert owned is not None and owned.file_id == "f0"
        other = tx.accounts.anonymous("other", "198.51.100.1").user_id
        assert tx.files.owns(other, "0" * 64) is None
        with pytest.raises(NotFound):
            tx.files.get("f0", other)
        again = tx.files.add("f0", session, user, "0" * 64, "image", "x", "image/png", 12)
        assert again.name == "老船长.png"
        with pytest.raises(Conflict):
            tx.files.add("f0", session, user, "9" * 64, "image", "x", "image/png", 12)
