"""How much of what people type into picture generators becomes a place here: coverage, fields, unknown words, time.

    python benchmarks/place_words.py [--misses] [FILE.toml ...]

Light: nothing is drawn. The prompts stand in ``place_prompts.toml`` beside this file.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from moviola.engines.place.words import Reading, reading

#: Least amount that counts as "some".
TRACE = 0.1


def main() -> None:
    """Print the figures of each file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "files", nargs="*", type=Path, default=[Path(__file__).with_name("place_prompts.toml")]
    )
    parser.add_argument("--misses", action="store_true", help="list every prompt that came out otherwise")
    options = parser.parse_args()
    for file in options.files:
        for name, prompts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            _measure(prompts, f"{file.name}, {name}", options.misses)


def _measure(prompts: list[dict[str, Any]], name: str, misses: bool) -> None:
    reading("a mountain lake")
    right = built = fields = fields_right = 0
    buildable = sum(prompt["family"] != "none" for prompt in prompts)
    unknown: dict[str, int] = {}
    seconds = []
    for prompt in prompts:
        begin = time.perf_counter()
        said = reading(prompt["say"])
        seconds.append(time.perf_counter() - begin)
        family = said.scene.family if said.scene is not None else "none"
        right += family == prompt["family"]
        built += said.scene is not None and prompt["family"] != "none"
        wrong = [] if family == prompt["family"] else [f"family {family}, not {prompt['family']}"]
        for word in said.unknown:
            unknown[word] = unknown.get(word, 0) + 1
        for field, value in prompt.get("want", {}).items():
            fields += 1
            if said.scene is not None and _meets(said, field, value):
                fields_right += 1
            else:
                got = asdict(said.scene).get(field) if said.scene is not None else None
                wrong.append(f"{field} {said.asked if field == 'features' else got}, not {value}")
        if misses and (wrong or said.unknown):
            print(f"  {prompt['say'][:100]}\n      {'; '.join(wrong)} unknown={said.unknown}")
    total = len(prompts)
    seconds.sort()
    print(f"{name}: {total} prompts, {buildable} of them places")
    print(f"  built                 {built}/{buildable} of the places ({built / buildable:.1%})")
    print(f"  family as expected    {right}/{total} ({right / total:.1%})")
    print(f"  fields as expected    {fields_right}/{fields} ({fields_right / max(fields, 1):.1%})")
    print(f"  unknown words         {sum(unknown.values())} in all: {', '.join(sorted(unknown)[:60])}")
    print(
        f"  time per prompt       {1e6 * seconds[total // 2]:.0f} µs median, {1e6 * seconds[-1]:.0f} µs longest"
    )


def _meets(said: Reading, field: str, value: Any) -> bool:
    if field == "features":
        return set(value) <= set(said.asked)
    got = getattr(said.scene, field)
    if value == "+":
        return got is not None and got > TRACE
    if value == "0":
        return got is not None and got <= TRACE
    return bool(got == value)


if __name__ == "__main__":
    main()
