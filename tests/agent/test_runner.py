from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from moviola.agent import acting
from moviola.agent.house import House
from moviola.agent.plan import (
    AddTitle,
    Animate,
    EditPortrait,
    Export,
    MakePortrait,
    SetMusic,
    Undo,
)
from moviola.agent.runner import Submitted
from moviola.agent.turn import Turn
from moviola.agent.watch import Watch
from moviola.engines.base import Effect, Move
from moviola.errors import BadRequest, NoSession, OutOfCredits, StorageFull
from moviola.settings import Settings
from moviola.studio import desk, extras
from moviola.studio.done import Done
from moviola.studio.project import Project, RunState
from tests.agent.talk import Open, Talk
from tests.fakes import Scripted

CAPTAIN = MakePortrait(description="sea captain")
BREATHE = Animate(moves=(Move(kind="push_in"),), effects=(Effect(kind="breathe"),), duration_ms=1000)
CALM = SetMusic(mood="calm_piano")

PLANS: dict[str, tuple[Any, ...]] = {
    "face": (CAPTAIN,),
    "film": (CAPTAIN, BREATHE, CALM, AddTitle(text="The Captain")),
    "move": (BREATHE,),
    "softer": (EditPortrait(instruction="softer jaw"),),
    "undo": (Undo(),),
    "slow": (MakePortrait(description="slow face"),),
    "fail": (MakePortrait(description="fail face"), CALM),
    "music": (CALM,),
    "export": (Export(format="png"),),
}

pytestmark = pytest.mark.slow


@pytest.fixture
def plans() -> dict[str, tuple[Any, ...]]:
    return PLANS


def _tools(events: list[dict[str, Any]], kind: str) -> list[str]:
    parts = [p for e in events for p in (e.get("content") or {}).get("parts", ())]
    return [p[kind]["name"] for p in parts if kind in p]


def test_one_sentence_becomes_a_film_in_order(open_house: Open) -> None:
    talk = Talk(open_house())
    events = talk.say("film please")
    wanted = ["make_portrait", "animate", "set_music", "add_title"]
    assert _tools(events, "functionCall") == wanted
    assert _tools(events, "functionResponse") == wanted
    timeline = talk.project.timeline
    assert (timeline.meta.width, timeline.meta.height) == (1080, 1920)
    assert [c.media.kind for c in timeline.clips] == ["video"]
    assert timeline.music is not None and timeline.music.duration == 1000
    assert [t.text for t in timeline.titles] == ["The Captain"]
    final = events[-1]
    assert final["turnComplete"] and final["content"]["parts"][0]["text"]
    assert final["customMetadata"]["media"][0]["file_type"] == "video"


def test_the_second_stage_adds_what_was_left_open_as_one_step(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("face")
    events = talk.say("move it")
    raw = [e for e in events if e.get("customMetadata", {}).get("stage") == "raw_clip"]
    assert len(raw) == 1 and raw[0]["customMetadata"]["media"][0]["file_type"] == "video"
    timeline = talk.project.timeline
    assert timeline.music is not None and len(timeline.titles) == 1
    talk.say("undo")
    timeline = talk.project.timeline
    assert timeline.music is None and not timeline.titles and timeline.clips[0].media.kind == "video"
    talk.say("undo")
    assert talk.project.timeline.clips[0].media.kind == "image"


@pytest.mark.parametrize("words", ["move silent", "move bare"])
def test_the_second_stage_stays_away_when_it_is_not_wanted(open_house: Open, words: str) -> None:
    talk = Talk(open_house())
    talk.say("face")
    talk.say(words)
    timeline = talk.project.timeline
    assert timeline.music is None and not timeline.titles


def test_an_edit_of_the_face_keeps_the_movement(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("face")
    talk.say("move bare")
    first = talk.project.timeline.clips[0].media.hash
    talk.say("softer")
    project = talk.project
    assert project.base is not None and project.base.origin == "motion"
    assert project.base.moves == BREATHE.moves
    assert project.still is not None and project.still.version == 2
    talk.say("undo")
    assert talk.project.timeline.clips[0].media.hash == first


def test_a_failure_ends_the_run_with_words_and_keeps_what_was_there(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("face")
    before = talk.project.timeline
    events = talk.say("fail now")
    assert events[-1]["error"] and events[-1]["error_details"]["error_type"] == "EngineFailed"
    assert talk.project.timeline == before
    assert talk.say("music")[-1].get("error") is None


def test_cancel_stops_the_work_and_gives_the_credits_back(open_house: Open) -> None:
    talk = Talk(open_house(metered=True))
    submitted = talk.house.runner.submit(talk.user, talk.session, "slow one")
    end = time.monotonic() + 20
    while talk.balance != (80, 20):
        assert time.monotonic() < end
        time.sleep(0.02)
    began = time.monotonic()
    assert talk.house.runner.cancel(talk.user, talk.session)
    events = talk.until_final(submitted.run_id, submitted.seq)
    assert time.monotonic() - began < 2.0
    assert events[-1]["customMetadata"]["cancelled"]
    assert talk.balance == (100, 0)
    assert talk.house.runner.is_finished(submitted.run_id)
    assert not talk.house.runner.cancel(talk.user, talk.session)


def test_a_generation_is_charged_once_and_a_failed_one_never(open_house: Open) -> None:
    talk = Talk(open_house(metered=True))
    talk.say("face")
    assert talk.balance == (80, 0)
    talk.say("fail")
    assert talk.balance == (80, 0)
    talk.say("softer")
    assert talk.balance == (60, 0)


def test_too_few_credits_are_said_before_any_work(open_house: Open) -> None:
    talk = Talk(open_house(metered=True))
    with pytest.raises(OutOfCredits) as short:
        talk.house.runner.submit(talk.user, talk.session, "film")
    assert short.value.data is not None and short.value.data["bind"] == talk.user
    with talk.house.store.read() as tx:
        assert tx.events.last_seq(talk.session) == 0
    assert talk.balance == (100, 0)


def test_the_same_words_attach_to_the_run_that_works_on_them(open_house: Open) -> None:
    talk = Talk(open_house(metered=True))
    first = talk.house.runner.submit(talk.user, talk.session, "slow one")
    again = talk.house.runner.submit(talk.user, talk.session, "slow one")
    assert (again.run_id, again.seq, again.attached) == (first.run_id, first.seq, True)
    talk.house.runner.cancel(talk.user, talk.session)
    talk.until_final(first.run_id, first.seq)
    assert talk.balance == (100, 0)


def test_a_second_message_waits_for_the_first_and_says_so(open_house: Open) -> None:
    talk = Talk(open_house())
    first = talk.house.runner.submit(talk.user, talk.session, "slow one")
    second = talk.house.runner.submit(talk.user, talk.session, "music")
    assert second.queued and not first.queued
    told = talk.until_final(second.run_id, second.seq)
    assert told[0]["customMetadata"]["queued"]
    assert talk.house.runner.is_finished(first.run_id)
    assert talk.project.timeline.music is not None


def test_cancel_takes_waiting_messages_with_it(open_house: Open) -> None:
    talk = Talk(open_house())
    first = talk.house.runner.submit(talk.user, talk.session, "slow one")
    second = talk.house.runner.submit(talk.user, talk.session, "music")
    talk.house.runner.cancel(talk.user, talk.session)
    assert talk.until_final(first.run_id, first.seq)[-1]["customMetadata"]["cancelled"]
    assert talk.until_final(second.run_id, second.seq)[-1]["customMetadata"]["cancelled"]
    assert talk.project.timeline.is_empty


def test_export_by_words_renders_and_tells(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("face")
    events = talk.say("export it")
    parts = [p for e in events for p in (e.get("content") or {}).get("parts", ())]
    answer = next(p["functionResponse"] for p in parts if "functionResponse" in p)["response"]
    assert answer["render"]["status"] == "completed"
    assert answer["media"][0]["name"] == "test.png"


def test_the_same_seed_gives_the_same_bytes(tiny: None, tmp_path: Path) -> None:
    hashes = []
    for name in ("a", "b"):
        house = House(
            Settings(home=tmp_path / name, metered=False),
            durable=False,
            planner=Scripted(**PLANS),
            seed="7",
        )
        talk = Talk(house)
        talk.say("face")
        hashes.append(talk.project.timeline.clips[0].media.hash)
        house.close()
    assert hashes[0] == hashes[1]


def test_an_unfinished_run_goes_on_where_it_was(open_house: Open) -> None:
    """A run whose first generation was done when the process died makes it neither again nor pays again."""
    talk = Talk(open_house(metered=True))
    house = talk.house
    started: list[str] = []
    house.runner._start = lambda kind, work_id: started.append(work_id)
    submitted = house.runner.submit(talk.user, talk.session, "face")
    house.runner.perform(submitted.run_id)
    made = talk.project.media
    with house.store.begin() as tx:  # as if the process had died right after the generation was kept
        tx.runs.set_status(submitted.run_id, "running", {"done"})
        desk.change(tx, talk.session, lambda p: Project())
    house.runner.perform(submitted.run_id)
    assert talk.project.media == made
    assert talk.balance == (80, 0)
    house.runner.perform(submitted.run_id)
    assert talk.balance == (80, 0)


def test_empty_words_and_foreign_sessions_are_refused(open_house: Open) -> None:
    talk = Talk(open_house())
    with pytest.raises(BadRequest):
        talk.house.runner.submit(talk.user, talk.session, "  \n ")
    with pytest.raises(NoSession):
        talk.house.runner.submit("anon_other", talk.session, "face")


def test_a_run_cancelled_while_the_process_was_dead_gives_its_credits_back(open_house: Open) -> None:
    """The process died in a generation, leaving its hold; the person stopped the run before it came back."""
    talk = Talk(open_house(metered=True))
    runner = talk.house.runner
    runner._start = lambda kind, work_id: None
    submitted = runner.submit(talk.user, talk.session, "face")
    with talk.house.store.begin() as tx:
        tx.runs.set_status(submitted.run_id, "running", {"queued"})
        tx.jobs.begin(f"{submitted.run_id}-0-portrait", submitted.run_id, talk.session, talk.user, "tiny", {})
        tx.ledger.hold(talk.user, 20, f"{submitted.run_id}-0-portrait")
    assert talk.balance == (80, 20)
    runner.cancel(talk.user, talk.session)
    runner.perform(submitted.run_id)
    assert talk.until_final(submitted.run_id, submitted.seq)[-1]["customMetadata"]["cancelled"]
    assert talk.balance == (100, 0)


def test_a_run_that_goes_on_after_its_clip_was_shown_shows_it_once(
    open_house: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk(open_house())
    talk.say("face")
    runner = talk.house.runner
    runner._start = lambda kind, work_id: None
    submitted = runner.submit(talk.user, talk.session, "move it")

    class Died(BaseException):
        """The process ended here."""

    def die(*args: Any, **kwargs: Any) -> None:
        raise Died

    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr(extras, "add", die)
        runner.perform(submitted.run_id)
    runner.perform(submitted.run_id)
    events = talk.until_final(submitted.run_id, submitted.seq)
    assert len([e for e in events if e.get("customMetadata", {}).get("stage") == "raw_clip"]) == 1
    assert _tools(events, "functionResponse") == ["animate", "second_stage"]


def test_the_last_words_of_a_run_that_went_on_are_whole(
    open_house: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk(open_house())
    runner = talk.house.runner
    runner._start = lambda kind, work_id: None

    submitted = runner.submit(talk.user, talk.session, "face")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):

        def die(self: Turn, plan: Any) -> None:
            raise KeyboardInterrupt

        patch.setattr(Turn, "_finish", die)
        runner.perform(submitted.run_id)
    runner.perform(submitted.run_id)
    final = talk.until_final(submitted.run_id, submitted.seq)[-1]
    assert "Sea Captain" in final["content"]["parts"][0]["text"].partition("Next")[0]


def test_many_clients_with_the_same_words_start_one_run(open_house: Open) -> None:
    talk = Talk(open_house(metered=True))
    began = threading.Barrier(12)
    found: list[Submitted] = []

    def submit() -> None:
        began.wait()
        found.append(talk.house.runner.submit(talk.user, talk.session, "slow one"))

    threads = [threading.Thread(target=submit) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.run_id for one in found}) == 1
    assert [one.attached for one in found].count(False) == 1
    talk.house.runner.cancel(talk.user, talk.session)
    talk.until_final(found[0].run_id, found[0].seq)
    assert talk.balance == (100, 0)


def test_a_run_that_cannot_be_begun_ends_and_blocks_nothing(open_house: Open) -> None:
    talk = Talk(open_house())
    runner = talk.house.runner
    start = runner._start

    def full(kind: str, work_id: str) -> None:
        raise StorageFull("There is no room left on the disk.")

    runner._start = full
    first = runner.submit(talk.user, talk.session, "face")
    assert talk.until_final(first.run_id, first.seq)[-1]["error_details"]["error_type"] == "StorageFull"
    runner._start = start
    assert talk.say("face")[-1]["customMetadata"]["media"]


def test_a_draft_that_changed_under_the_work_is_an_answer_not_a_failure(
    open_house: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk(open_house())
    talk.say("face")

    def gone(project: Project) -> Project:
        raise BadRequest("That title is gone.")

    monkeypatch.setattr(acting, "act", lambda *args: Done(what="undo", change=gone))
    events = talk.say("undo")
    assert "error" not in events[-1] and "That title is gone." in str(events[-1])


def test_a_waiting_message_that_is_cancelled_leaves_the_running_one_its_place(open_house: Open) -> None:
    talk = Talk(open_house())
    runner = talk.house.runner
    runner._start = lambda kind, work_id: None
    first = runner.submit(talk.user, talk.session, "face")
    second = runner.submit(talk.user, talk.session, "music")
    with talk.house.store.begin() as tx:
        state = RunState(run_id=first.run_id, plan={}, done=1)
        desk.change(tx, talk.session, lambda p: p.model_copy(update={"run": state}))
        runner._end_cancelled(tx, tx.runs.get(second.run_id))
    assert talk.project.run == state


def test_an_export_that_breaks_on_our_side_ends(open_house: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk(open_house())
    talk.say("face")

    def broken(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(talk.house.renders, "_render", broken)
    row = talk.house.renders.submit(talk.user, "r1", talk.session, None, {"format": "png"})
    end = time.monotonic() + 10
    while row.status in ("pending", "processing"):
        assert time.monotonic() < end
        row = talk.house.renders.get(talk.user, "r1")
    assert row.status == "failed" and "No space left" in (row.error or "")


def test_a_draft_without_sound_is_not_exported_as_one(open_house: Open) -> None:
    talk = Talk(open_house())
    talk.say("face")
    with pytest.raises(BadRequest, match="no sound"):
        talk.house.renders.submit(talk.user, "r1", talk.session, None, {"format": "mp3"})
    talk.say("music")
    talk.house.renders.submit(talk.user, "r1", talk.session, None, {"format": "mp3"})


def test_progress_is_one_transaction(open_house: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk(open_house())
    runner = talk.house.runner
    runner._start = lambda kind, work_id: None
    submitted = runner.submit(talk.user, talk.session, "face")
    with talk.house.store.read() as tx:
        run = tx.runs.get(submitted.run_id)
    house = talk.house
    watch = Watch(house.store, run)
    opened: list[str] = []

    def count(name: str) -> None:
        plain = getattr(house.store, name)

        def counted() -> Any:
            opened.append(name)
            return plain()

        monkeypatch.setattr(house.store, name, counted)

    count("begin")
    count("read")
    watch.reporter("portrait", 0, 1)(0.5, "stage")
    assert opened == ["begin"]
