"""One turn of the conversation: the actions of a plan, one after the other, each told as it is done."""

from __future__ import annotations

import time
from collections.abc import Callable

from moviola.agent import acting, events, reply
from moviola.agent.context import context_of, picture_of
from moviola.agent.forecast import effort
from moviola.agent.plan import Action, Ask, Decline, EditPlace, EditPortrait, Export, Plan, Show, Storyboard
from moviola.agent.planner import Planner
from moviola.agent.watch import Watch
from moviola.engines.base import Language
from moviola.errors import BadRequest, Cancelled, Conflict, NotFound, Refused
from moviola.jobs.workers import Workers
from moviola.settings import Settings
from moviola.store import Store, Transaction
from moviola.store.rows import RunRow
from moviola.studio import desk, extras
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.project import Project, RunState
from moviola.studio.renders import Renders

#: Errors that answer one wish; the wishes after it are still fulfilled.
ANSWERS = (BadRequest, Refused, NotFound, Conflict)


class Turn:
    """Carries out one run."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        workers: Workers,
        renders: Renders,
        run: RunRow,
        seed: str,
    ):
        self._settings = settings
        self._store = store
        self._workers = workers
        self._renders = renders
        self._run = run
        self._seed = seed
        self._told: list[str] = []
        self._watch = Watch(store, run)
        self.language: Language = reply.language_of(run.text, run.payload.get("language"))

    def go(self, planner: Planner) -> None:
        """Do all that the message asks for and end with a text.

        Raises:
            Cancelled: the person stopped it.
            MoviolaError: an engine or the store failed; what was done before stays.
        """
        plan, done = self._plan(planner)
        self.language = plan.language
        for index, action in enumerate(plan.actions):
            if index >= done:
                self._watch.check()
                self._one(action, index, len(plan.actions))
        self._second_stage(plan)
        self._finish(plan)

    def _plan(self, planner: Planner) -> tuple[Plan, int]:
        """The plan of this run, made once and kept, and how many of its actions are done."""
        run = self._run
        with self._store.begin() as tx:
            session = tx.sessions.get(run.session_id)
            project = Project.load(session.state)
            if project.run is not None and project.run.run_id == run.run_id:
                self._told += project.run.told
                return Plan.model_validate(project.run.plan), project.run.done
            context = context_of(
                project, session.language, run.payload.get("want"), self._settings.draws_anything
            )
            plan = planner.plan(run.text, context)
            state = RunState(run_id=run.run_id, plan=plan.model_dump(mode="json"))
            desk.change(tx, run.session_id, lambda p: p.model_copy(update={"run": state}))
        return plan, 0

    def _one(self, action: Action, index: int, count: int) -> None:
        if isinstance(action, acting.WORDS):
            self._tell(self._words(action), index)
            return
        call_id = f"{self._run.run_id}-{index}"
        name = action.kind
        self._append(events.call(self._run.run_id, call_id, name, action.model_dump(mode="json")))
        began = time.monotonic()
        try:
            if isinstance(action, Export):
                self._export(action, call_id, index, count)
                return
            bench = self._bench(call_id, name, index, count)
            project = self._project()
            self._announce(action, project)
            done = acting.act(action, bench, project)

            def advance(state: RunState, before: Project) -> RunState:
                new = state.new_clip or acting.starts_clip(action, before)
                return state.model_copy(update={"done": index + 1, "new_clip": new})

            # The draft may have changed meanwhile, by an upload say, so that the change fits it no more.
            self._commit(done, call_id, time.monotonic() - began, advance)
        except ANSWERS as error:
            words = reply.failed(error, self.language)
            self._tell(words, index, events.response(self._run.run_id, call_id, name, events.refusal(error)))

    def _announce(self, action: Action, project: Project) -> None:
        """Say roughly how long a slow film will take, before it is begun; once, even after a crash."""
        work = effort(action, project, self._settings)
        words = reply.before(work, self.language) if work is not None else ""
        if not words or words in self._told:
            return
        with self._store.begin() as tx:
            desk.change(
                tx,
                self._run.session_id,
                lambda p: p.model_copy(update={"run": _advanced(p.run, p.run.done if p.run else 0, words)}),
            )
            self._piece(tx, words)

    def _commit(
        self, done: Done, call_id: str, seconds: float, advance: Callable[[RunState, Project], RunState]
    ) -> None:
        """The change, the answer of the tool and the words about it, in one transaction.

        ``advance`` gives the run's new place, from its place and the project before.
        """
        run = self._run
        words = ""

        def step(before: Project) -> Project:
            nonlocal words
            after = done.change(before)
            words = reply.done(done, before.timeline, after.timeline, self.language, seconds)
            if before.run is None:
                return after
            place = advance(before.run, before)
            told = (*before.run.told, words)
            return after.model_copy(update={"run": place.model_copy(update={"told": told})})

        with self._store.begin() as tx:
            desk.change(tx, run.session_id, step)
            answer = {"status": "success", "media": [events.facts_of(medium) for medium in done.media]}
            tx.events.append(run.session_id, events.response(run.run_id, call_id, done.what, answer))
            self._piece(tx, words)

    def _second_stage(self, plan: Plan) -> None:
        """Announce the raw clip, then add what the request left open, as one step."""
        run = self._run
        project = self._project()
        state = project.run
        if state is None or not state.new_clip or state.extras_done or plan.only_clip:
            return
        music, title = not plan.no_music, not plan.no_title
        base = project.base
        open_wishes = (music and project.timeline.music is None) or (title and not project.timeline.titles)
        if base is None or not open_wishes:
            return
        if not state.announced:
            with self._store.begin() as tx:
                words = "\n".join(self._told) or reply.raw_clip(self.language)
                media = [events.facts_of(base)]
                tx.events.append(
                    run.session_id, events.text(run.run_id, words, stage="raw_clip", media=media)
                )
                desk.change(tx, run.session_id, _announced)
            self._told.clear()
        call_id = f"{run.run_id}-extras"
        bench = self._bench(call_id, "second_stage", 1, 1)
        done = extras.add(bench, project, music=music, title=title)
        if done is None:
            return
        self._commit(done, call_id, 0.0, lambda place, _: place.model_copy(update={"extras_done": True}))

    def _finish(self, plan: Plan) -> None:
        """The whole text last, with the state it leaves behind."""
        run = self._run
        with self._store.begin() as tx:
            project = desk.change(tx, run.session_id, lambda p: p.model_copy(update={"run": None}))
            for words in self._last_words(plan, project):
                self._piece(tx, words)
            version = tx.sessions.get(run.session_id).version
            base = project.base
            facts = {"media": [events.facts_of(base)]} if base is not None else {}
            tx.events.append(
                run.session_id, events.final(run.run_id, "\n".join(self._told), version, **facts)
            )
            tx.runs.set_status(run.run_id, "done", {"running"})

    def _last_words(self, plan: Plan, project: Project) -> list[str]:
        """What was left out, and what could come next; the state when there is nothing else to say."""
        words = []
        asked = any(isinstance(action, Ask | Decline) for action in plan.actions)
        if plan.unknown and not asked:
            words.append(reply.not_understood(plan.unknown, self.language))
        if any(not isinstance(action, acting.WORDS) for action in plan.actions):
            edited = any(isinstance(action, EditPortrait | EditPlace) for action in plan.actions)
            picture = picture_of(project)
            staged = project.still is not None and project.still.person is not None
            board = any(isinstance(action, Storyboard) for action in plan.actions)
            words.append(
                reply.next_steps(project.timeline, self.language, picture, edited, staged=staged, board=board)
            )
        if not self._told and not any(words):
            words.append(reply.state(project.timeline, self.language))
        return [line for line in words if line]

    def _piece(self, tx: Transaction, words: str) -> None:
        """Words as they come; the pieces add up to the whole text that ends the run or its first stage."""
        lead = "\n" if self._told else ""
        tx.events.append(self._run.session_id, events.text(self._run.run_id, lead + words, partial=True))
        self._told.append(words)

    def _export(self, action: Export, call_id: str, index: int, count: int) -> None:
        """Render the draft and wait for it; the export has a life and an id of its own."""
        run = self._run
        output = {key: value for key, value in action.model_dump().items() if value and key != "kind"}
        render_id = f"render_{call_id}"
        row = self._renders.submit(run.user_id, render_id, run.session_id, None, output)
        report = self._watch.reporter("export", index, count)
        while row.status in ("pending", "processing"):
            time.sleep(0.15)
            try:
                self._watch.check()
            except Cancelled:
                self._renders.cancel(run.user_id, render_id)
                raise
            row = self._renders.get(run.user_id, render_id)
            report(row.progress / 100, row.stage)
        answer = events.response(run.run_id, call_id, "export", events.export_facts(row))
        said = reply.exported if row.status == "completed" else reply.export_failed
        self._tell(said(row, self.language), index, answer)

    def _words(self, action: Show | Ask | Decline) -> str:
        run = self._run
        with self._store.read() as tx:
            balance = tx.ledger.balance(run.user_id)
        project = self._project()
        return reply.words(action, project.timeline, balance, self._settings, self.language)

    def _tell(self, words: str, index: int, answer: events.Event | None = None) -> None:
        """Words about an action that changed nothing; with the tool's ``answer``, if a tool was called."""
        run = self._run
        with self._store.begin() as tx:
            desk.change(
                tx,
                run.session_id,
                lambda p: p.model_copy(update={"run": _advanced(p.run, index + 1, words)}),
            )
            if answer is not None:
                tx.events.append(run.session_id, answer)
            self._piece(tx, words)

    def _append(self, event: events.Event) -> None:
        with self._store.begin() as tx:
            tx.events.append(self._run.session_id, event)

    def _project(self) -> Project:
        with self._store.read() as tx:
            return desk.project_of(tx, self._run.session_id)

    def _bench(self, call_id: str, tool: str, index: int, count: int) -> Bench:
        return Bench(
            settings=self._settings,
            store=self._store,
            workers=self._workers,
            user_id=self._run.user_id,
            session_id=self._run.session_id,
            run_id=self._run.run_id,
            job=call_id,
            language=self.language,
            seed=self._seed,
            report=self._watch.reporter(tool, index, count),
            show=self._watch.previewer(call_id, tool, index, count),
        )


def _advanced(state: RunState | None, done: int, words: str) -> RunState | None:
    if state is None:
        return None
    return state.model_copy(update={"done": done, "told": (*state.told, words)})


def _announced(project: Project) -> Project:
    if project.run is None:
        return project
    state = project.run.model_copy(update={"announced": True, "told": ()})
    return project.model_copy(update={"run": state})
