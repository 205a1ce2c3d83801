"""Progress in a terminal: one line per step while it runs, a tick when it is done."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

#: What people call the tools.
NAMES = {
    "make_portrait": "portrait",
    "edit_portrait": "portrait",
    "make_image": "image",
    "make_clip": "clip",
    "animate": "motion",
    "set_music": "music",
    "second_stage": "music + title",
    "add_title": "title",
    "change_title": "title",
}


class Steps:
    """Shows which step runs and how far it is; on a pipe only the finished steps are written."""

    def __init__(self, console: Console):
        self._console = console
        self._bar = Progress(
            TextColumn("  [bold]{task.description:<14}"),
            BarColumn(bar_width=28),
            TextColumn("{task.percentage:>3.0f}% {task.fields[stage]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._name = ""

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, name: str) -> None:
        """A step begins; the one before must have ended."""
        self._name = NAMES.get(name, name)
        self._task = self._bar.add_task(self._name, total=100, stage="")

    def update(self, percent: float, stage: str) -> None:
        if self._task is not None:
            self._bar.update(self._task, completed=percent, stage=stage)

    def end(self, *, ok: bool = True) -> None:
        """The step that runs has ended."""
        if self._task is not None:
            self._bar.remove_task(self._task)
            mark = "[green]✔[/]" if ok else "[red]✘[/]"
            self._console.print(f"  {mark} {self._name}", highlight=False)
        self._task = None
