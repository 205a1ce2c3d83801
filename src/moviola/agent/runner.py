"""Runs: one message answered, from words to events, durably.

``submit`` is quick and only writes rows; ``perform`` does the work in a workflow and may be called again after a
crash: finished actions are skipped, a finished generation is taken from the database, and each change of state is
written in one transaction with the events that tell of it.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from moviola.agent import acting, events, reply
from moviola.agent.context import context_of
from moviola.agent.plan import Wanted
from moviola.agent.planner import Planner
from moviola.agent.turn import Turn
from moviola.engines.base import Language
from moviola.errors import BadRequest, Cancelled, Fault, MoviolaError
from moviola.jobs.workers import Workers
from moviola.settings import Settings
from moviola.store import Store, Transaction
from moviola.store.rows import RunRow
from moviola.studio import desk
from moviola.studio.project import Project
from moviola.studio.renders import Renders

#: A message longer than this is not a message, in characters.
LONGEST = 100_000


@dataclass(frozen=True)
class Submitted:
    """A run and the number of the last event before its first answer.

    ``attached``: the run was there already. ``queued``: it waits for an earlier one.
    """

    run_id: str
    seq: int
    attached: bool = False
    queued: bool = False


class Runner:
    """Takes messages and answers them."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        workers: Workers,
        renders: Renders,
        planner: Planner,
        start: Callable[[str, str], None],
        seed: str | None = None,
    ):
        self._settings = settings
        self._store = store
        self._workers = workers
        self._renders = renders
        self._planner = planner
        self._start = start
        self._seed = seed

    def submit(self, user_id: str, session_id: str, text: str, *, want: Wanted | None = None) -> Submitted:
        """Take a message and begin to answer it.

        The same text while its own run is unfinished attaches to that run and charges nothing.

        Raises:
            BadRequest: no words, or far too many.
            NoSession: no such session of this user.
            OutOfCredits: what the message asks for costs more than there is; nothing was begun.
        """
        text = text.strip()
        if not text:
            raise BadRequest("The message is empty. Say what you would like to see.")
        if len(text) > LONGEST:
            raise BadRequest(f"The message is longer than {LONGEST} characters. Say it shorter.")
        cost = self._cost(user_id, session_id, text, want) if self._settings.is_metered else 0
        with self._store.begin() as tx:
            session = tx.sessions.get(session_id, user_id)
            active = tx.runs.active(session_id)
            same = next((run for run in active if run.text == text), None)
            if same is not None:
                return Submitted(same.run_id, same.first_seq, attached=True, queued=same.status == "queued")
            if self._settings.is_metered:
                tx.ledger.require(user_id, cost)
            run_id = f"run_{uuid.uuid4().hex[:20]}"
            run = tx.runs.create(
                run_id, session_id, user_id, text, {"want": want, "language": session.language}
            )
            seq = tx.events.append(session_id, events.said(run_id, text))
            if active:
                words = reply.queued(reply.language_of(text, session.language))
                tx.events.append(session_id, events.text(run_id, words, queued=True))
        if not active:
            try:
                self._start("run", run_id)
            except MoviolaError as error:
                # Nobody would take it up before the next start of the server, and all after it would wait.
                self._end_failed(run, error, reply.language_of(text, session.language))
        return Submitted(run_id, seq, queued=bool(active))

    def _cost(self, user_id: str, session_id: str, text: str, want: Wanted | None) -> int:
        """Credits that the message will hold; planned outside any writing transaction, for planning takes time."""
        with self._store.read() as tx:
            session = tx.sessions.get(session_id, user_id)
        project = Project.load(session.state)
        plan = self._planner.plan(
            text, context_of(project, session.language, want, self._settings.draws_anything)
        )
        return acting.cost(plan.actions, self._settings, project)

    def cancel(self, user_id: str, session_id: str) -> bool:
        """Stop what runs and what waits in the session; False when nothing did."""
        with self._store.begin() as tx:
            tx.sessions.get(session_id, user_id)
            active = tx.runs.active(session_id)
            jobs = []
            for run in active:
                tx.runs.request_cancel(run.run_id)
                if run.status == "queued" and run is not active[0]:
                    self._end_cancelled(tx, run)
                jobs += [job.job_id for job in tx.jobs.of_run(run.run_id) if job.status == "running"]
        for job_id in jobs:
            self._workers.cancel(job_id)
        return bool(active)

    def is_finished(self, run_id: str) -> bool:
        """Whether the run has come to its end."""
        with self._store.read() as tx:
            return tx.runs.get(run_id).status not in ("queued", "running")

    def perform(self, run_id: str) -> None:
        """Answer one message; called again after a crash, it goes on."""
        with self._store.begin() as tx:
            if not tx.runs.set_status(run_id, "running", {"queued", "running"}):
                return
            run = tx.runs.get(run_id)
        turn = Turn(
            settings=self._settings,
            store=self._store,
            workers=self._workers,
            renders=self._renders,
            run=run,
            seed=self._seed or run.session_id,
        )
        try:
            turn.go(self._planner)
        except Cancelled:
            with self._store.begin() as tx:
                self._end_cancelled(tx, tx.runs.get(run_id))
        except MoviolaError as error:
            self._end_failed(run, error, turn.language)
        except Exception as error:
            fault = Fault(f"Something went wrong on our side ({type(error).__name__}). Try again.")
            self._end_failed(run, fault, turn.language)
            logging.getLogger(__name__).exception("run %s failed", run_id)
        self._start_next(run.session_id)

    def recover(self) -> None:
        """Begin what waits although nothing of its session runs; for the start of a server."""
        with self._store.read() as tx:
            first: dict[str, RunRow] = {}
            for run in tx.runs.unfinished():
                first.setdefault(run.session_id, run)
        for run in first.values():
            self._start("run", run.run_id)

    def _start_next(self, session_id: str) -> None:
        with self._store.read() as tx:
            waiting = tx.runs.active(session_id)
        if waiting:
            self._start("run", waiting[0].run_id)

    def _end_cancelled(self, tx: Transaction, run: RunRow) -> None:
        if tx.runs.set_status(run.run_id, "cancelled", {"queued", "running"}):
            language = reply.language_of(run.text, run.payload.get("language"))
            self._let_go(tx, run)
            version = tx.sessions.get(run.session_id).version
            words = reply.cancelled(language)
            tx.events.append(run.session_id, events.final(run.run_id, words, version, cancelled=True))

    def _end_failed(self, run: RunRow, error: MoviolaError, language: Language) -> None:
        with self._store.begin() as tx:
            if tx.runs.set_status(run.run_id, "failed", {"queued", "running"}):
                self._let_go(tx, run)
                words = reply.failed(error, language)
                tx.events.append(run.session_id, events.failure(run.run_id, error, words))

    def _let_go(self, tx: Transaction, run: RunRow) -> None:
        """Of a run that ends early: its holds, its jobs and its place in the project.

        A job that was cut off by a crash did not release its hold itself.
        """
        for job in tx.jobs.of_run(run.run_id):
            tx.jobs.fail(job.job_id, "The run ended.")
            if tx.ledger.settled(job.job_id) is False:
                tx.ledger.release(job.job_id)
            self._workers.forget(job.job_id)
        project = desk.project_of(tx, run.session_id)
        if project.run is not None and project.run.run_id == run.run_id:
            desk.change(tx, run.session_id, lambda p: p.model_copy(update={"run": None}))
