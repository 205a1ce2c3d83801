"""``moviola make``: one sentence in, one file out; no server, no account, no credits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def make(
    words: Annotated[
        list[str], typer.Argument(help="Files to start from, if any, and what you want, as one sentence.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; its ending is the format.")],
    seed: Annotated[str, typer.Option(help="Same words and seed, same result.")] = "0",
    quality: Annotated[str, typer.Option(help="low, medium or high.")] = "high",
    resolution: Annotated[str | None, typer.Option(help='Such as "720p" or "1920x1080".')] = None,
    language: Annotated[
        str | None, typer.Option(help="en or zh; judged from the words when left out.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Fetch missing models without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Make a portrait, a picture or a video.

    moviola make "an old sea captain, he breathes, calm piano" -o captain.mp4

    moviola make photo.jpg "pan left slowly" -o clip.mp4

    moviola make "4 variations of a forest" -o wood.png (writes wood-1.png to wood-4.png)
    """
    from rich.console import Console

    from moviola.cli.exit import QUESTION
    from moviola.cli.fetching import fetch_if_possible
    from moviola.cli.output import format_of, numbered, wanted
    from moviola.cli.progress import Steps
    from moviola.cli.telling import printable
    from moviola.cli.workshop import Exported, Workshop
    from moviola.render.output import STILLS

    console = Console(stderr=True)
    ending = format_of(output)
    files, sentence = _sort(words)
    fetch_if_possible(console, ask=not yes)
    wish = {"format": ending, "quality": quality, "resolution": resolution}
    with Workshop(seed, language) as workshop, Steps(console) as steps:
        for file in files:
            workshop.bring(file)
        answer = workshop.say(sentence, wanted(ending), steps)
        made: list[tuple[Path, Exported]] = []
        if answer.made_something:
            drafts = workshop.drafts if ending in STILLS else [None]
            for number, draft in enumerate(drafts, 1):
                target = output if len(drafts) == 1 else numbered(output, number)
                steps.begin("export")
                made.append((target, workshop.export(wish, target, steps.update, draft)))
                steps.end()
    if not made:
        typer.echo(
            json.dumps({"file": None, "text": answer.text}, ensure_ascii=False)
            if as_json
            else printable(answer.text)
        )
        raise typer.Exit(QUESTION)
    if as_json:
        files_made = [{"file": str(file), **exported.facts} for file, exported in made]
        several = {"files": files_made} if len(files_made) > 1 else {}
        facts = {**files_made[0], "text": answer.text, "media": answer.media, **several}
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    typer.echo(printable(answer.text), err=True)
    for file, exported in made:
        typer.echo(f"{file}  {exported.line}")


def _sort(words: list[str]) -> tuple[list[Path], str]:
    """Files first, then exactly one sentence."""
    from moviola.errors import BadRequest

    files: list[Path] = []
    sentences: list[str] = []
    for word in words:
        path = _file(word)
        if path is not None:
            files.append(path)
        elif " " not in word and Path(word).suffix.lower().lstrip(".") in _ENDINGS:
            raise BadRequest(f"There is no file {word}.")
        else:
            sentences.append(word)
    if not sentences:
        raise BadRequest(
            'Say what you want, for example: moviola make photo.jpg "pan left slowly" -o clip.mp4'
        )
    return files, " ".join(sentences)


def _file(word: str) -> Path | None:
    """The file that a word names, if it does; a sentence may be too long or too odd to be asked for."""
    try:
        path = Path(word).expanduser()
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


_ENDINGS = frozenset(
    [
        "mp4",
        "mov",
        "avi",
        "webm",
        "mkv",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "heic",
        "heif",
        "mp3",
        "wav",
        "m4a",
        "aac",
        "tif",
        "tiff",
        "bmp",
        "pdf",
    ]
)
