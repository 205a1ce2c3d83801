"""Shows the events of one answer in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from moviola.cli.progress import Steps
from moviola.client.sse import ServerEvent


def printable(words: str) -> str:
    """Words without control characters: a server must not be able to steer the terminal."""
    return "".join(c for c in words if c in "\n\t" or c.isprintable())


def tell(console: Console, events: Iterable[ServerEvent], url: str) -> None:
    """Progress while it works, the words of the answer, and where its media are."""
    media: list[dict[str, Any]] = []
    with Steps(console) as steps:
        running = False
        for event in events:
            media += event.media
            if event.progress is not None:
                if not running:
                    steps.begin(str(event.progress.get("tool", "")))
                    running = True
                steps.update(
                    float(event.progress["percent"]), printable(str(event.progress.get("stage", "")))
                )
                continue
            if running and not event.is_partial:
                steps.end(ok=not event.is_failure)
                running = False
            if event.text and not event.is_partial:
                style = "red" if event.is_failure else ""
                console.print(Text(printable(event.text), style=style))
    shown: set[str] = set()
    for medium in media:
        address = str(medium.get("cdn_url") or "")
        if address and medium.get("id") not in shown:
            shown.add(str(medium.get("id")))
            if address.startswith("/"):
                address = url + address
            console.print(
                Text(f"  {medium.get('name', '')}  {printable(address)}", style="dim"), soft_wrap=True
            )
