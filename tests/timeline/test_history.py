from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviola.errors import BadRequest
from moviola.timeline.edits import AddTitle, Edit, PlaceClip, RemoveMusic, Rename
from moviola.timeline.history import LIMIT, History, Step
from tests.timeline.drafts import edits, steady, video


def history(wishes: list[Edit]) -> History:
    """One step for each edit that applies."""
    made = History()
    for edit in wishes:
        try:
            made = made.do(Step(label=edit.kind, edits=(edit,)))
        except BadRequest:
            continue
    return made


@steady
@given(st.lists(edits, max_size=8), edits)
def test_undo_after_do_is_the_draft_before(wishes: list[Edit], edit: Edit) -> None:
    before = history(wishes)
    try:
        done = before.do(Step(label="x", edits=(edit,)))
    except BadRequest:
        return
    assert done.undo().current == before.current
    assert done.undo().redo().current == done.current


@steady
@given(st.lists(edits, max_size=8))
def test_undoing_everything_is_the_base(wishes: list[Edit]) -> None:
    made = history(wishes)
    while made.done:
        made = made.undo()
    assert made.current == made.base


@steady
@given(st.lists(edits, max_size=8), st.integers(0, 8))
def test_a_history_survives_json(wishes: list[Edit], backwards: int) -> None:
    made = history(wishes)
    for _ in range(backwards):
        made = made.undo()
    text = json.dumps(made.model_dump(mode="json", by_alias=True))
    again = History.model_validate(json.loads(text))
    assert again == made
    assert again.current == made.current


def test_a_new_step_forgets_what_was_undone() -> None:
    made = (
        history([Rename(title="a"), Rename(title="b")]).undo().do(Step(label="x", edits=(Rename(title="c"),)))
    )
    assert made.redo() == made
    assert made.current.meta.title == "c"


def test_undo_and_redo_at_the_ends_change_nothing() -> None:
    empty = History()
    assert empty.undo() == empty
    assert empty.redo() == empty
    assert (empty.last, empty.next) == (None, None)


def test_a_step_that_fails_leaves_the_history() -> None:
    made = history([PlaceClip(media=video(1000))])
    with pytest.raises(BadRequest):
        made.do(Step(label="x", edits=(AddTitle(text="a"), RemoveMusic())))
    assert made.current.titles == ()


def test_the_oldest_steps_fold_into_the_base() -> None:
    made = history([Rename(title=str(i)) for i in range(LIMIT + 5)])
    assert len(made.done) == LIMIT
    assert made.current.meta.title == str(LIMIT + 4)
    assert made.base.meta.title == "4"
