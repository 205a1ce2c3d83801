"""Damaged files of every format: each is read or refused with a sentence, and nothing worse happens."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from tests.media import samples

PROGRAM = """
import sys
from pathlib import Path
from moviola.errors import FileTooLarge, UnsupportedFile
from moviola.media.worker import ingest, limit
folder = Path(sys.argv[1])
read = refused = 0
for path in sorted(folder.iterdir()):
    limit(seconds=20)
    print(path.name, file=sys.stderr, flush=True)
    try:
        ingest(path, path.name, folder.parent / "t.jpg")
        read += 1
    except (UnsupportedFile, FileTooLarge) as error:
        assert str(folder) not in str(error)
        refused += 1
print(read, refused)
"""


def _originals(folder: Path) -> list[Path]:
    pillow_heif.register_heif_opener()
    folder.mkdir()
    samples.video(folder / "a.mp4", audio="aac")
    samples.video(folder / "f.mp4", audio="aac", options={"movflags": "+faststart"})
    samples.video(folder / "a.mkv", audio="aac")
    samples.video(folder / "a.webm", codec="libvpx-vp9", audio="libopus")
    samples.video(folder / "a.avi", codec="mpeg4", audio="libmp3lame")
    samples.sound(folder / "a.mp3", "libmp3lame")
    samples.sound(folder / "a.wav", "pcm_s16le")
    samples.sound(folder / "a.aac", "aac", format="adts")
    picture = Image.fromarray(samples.gradient(120, 90))
    for name in ("a.jpg", "a.png", "a.webp", "a.gif", "a.heic"):
        picture.save(folder / name)
    shades = [Image.new("RGB", (20, 10), (shade, 0, 0)) for shade in (0, 80, 200)]
    shades[0].save(folder / "b.gif", save_all=True, append_images=shades[1:])
    return sorted(folder.iterdir())


def _mutant(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    # Headers are where the traps are.
    span = min(len(changed), 800) if chance.random() < 0.6 else len(changed)
    for _ in range(chance.choice((1, 2, 5, 20, 100))):
        changed[chance.randrange(span)] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(changed[: chance.randrange(12, len(changed))] if chance.random() < 0.2 else changed)


@pytest.mark.slow
def test_mutants_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(7)
    mutants = tmp_path / "mutants"
    mutants.mkdir()
    for path in _originals(tmp_path / "originals"):
        for number in range(25):
            (mutants / f"{path.name}-{number:02}").write_bytes(_mutant(path.read_bytes(), chance))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(mutants)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    read, refused = map(int, done.stdout.split())
    assert read + refused == 14 * 25 and min(read, refused) > 50
