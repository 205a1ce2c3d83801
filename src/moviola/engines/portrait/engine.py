"""The portrait engine: words → a face, and a face and words → the same face changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moviola.engines.base import Note, Output, OutputFile, PortraitEditRequest, PortraitRequest, Progress
from moviola.engines.portrait import SPEC, casting, changing, controls, exposure, picture, weave, words
from moviola.engines.portrait.aims import Aim
from moviola.engines.portrait.drawing import Drawn, Easel
from moviola.engines.portrait.latent import Latent
from moviola.errors import BadRequest
from moviola.media.provenance import origin

#: Faces drawn for one description, of which the best is kept, and corrections after it or after an edit.
_TAKES, _CORRECTIONS = 4, 3
#: The shorter step that is tried when an edit loses the person, and corrections after an edit.
_SHORTER, _CORRECTIONS_OF_EDIT = 0.65, 2
#: A background asked to be lighter than this is brought to white in the picture where it is even.
_WHITE_BACKGROUND = 1.7


class PortraitEngine:
    """Keeps the generator warm between requests."""

    def __init__(self) -> None:
        self._easel: Easel | None = None

    def run(self, request: PortraitRequest | PortraitEditRequest, folder: Path, progress: Progress) -> Output:
        """Make or change a portrait in ``folder``.

        Raises:
            BadRequest: the words describe no face or no change, or the base is not a face of this engine.
            ModelMissing: the generator's files are not on this machine.
        """
        if isinstance(request, PortraitEditRequest):
            return self._edit(request, folder, progress)
        return self._portrait(request, folder, progress)

    def _portrait(self, request: PortraitRequest, folder: Path, progress: Progress) -> Output:
        progress(0.0, "read")
        wish = words.describe(request.description)
        easel = self._warm(progress)
        wanted = casting.aims(easel.controls, wish, request.seed)
        drawn = easel.best(
            _TAKES,
            lambda take: casting.cast(easel.controls, wanted, request.seed, take),
            wanted,
            lambda done: progress(0.2 + 0.45 * done / _TAKES, "synthesize"),
        )
        for step in range(_CORRECTIONS):
            drawn = easel.corrected(drawn, wanted)
            progress(0.65 + 0.12 * (step + 1) / _CORRECTIONS, "correct")
        data = {
            "description": request.description,
            "exposure": round(exposure.gain(drawn.whites, drawn.highlights), 3),
            "white": wish.targets.get("bg_L", 0.0) > _WHITE_BACKGROUND,
        }
        label = words.label(request.description, request.language)
        return self._finish(request, request.description, label, drawn, data, wish.unknown, folder, progress)

    def _edit(self, request: PortraitEditRequest, folder: Path, progress: Progress) -> Output:
        progress(0.0, "read")
        base = Latent.from_json(request.base)
        edit = words.edit(request.instruction)
        if edit is None or (edit.is_empty and not edit.unknown):
            raise BadRequest(
                f"'{request.instruction}' names no change to the face. "
                "Say what should differ, for example: make the jaw softer."
            )
        if edit.is_empty:
            raise BadRequest(
                f"The portrait engine cannot change this: {', '.join(edit.unknown)}. "
                "It can change age, hair, beard, skin, eyes, glasses, expression, shape and pose."
            )
        easel = self._warm(progress)
        wanted = changing.aims(easel.controls, base, edit)
        drawn = self._changed(easel, base, wanted, progress)
        description = str(request.base.get("description", ""))
        edits = [str(done) for done in request.base.get("edits", [])] + [request.instruction]
        prompt = "; ".join(part for part in (description, *edits) if part)
        label = str(request.base.get("label", "")) or words.label(description, request.language)
        # The same light as before, or every edit would flicker; another complexion is exposed anew.
        known = request.base.get("exposure")
        light = (
            float(known)
            if isinstance(known, int | float) and "skin_L" not in {**edit.goals, **edit.changes}
            else round(exposure.gain(drawn.whites, drawn.highlights), 3)
        )
        background = {**edit.changes, **edit.goals}.get("bg_L")
        white = (
            bool(request.base.get("white", False)) if background is None else background > _WHITE_BACKGROUND
        )
        data = {"description": description, "edits": edits, "exposure": light, "white": white}
        return self._finish(request, prompt, label, drawn, data, edit.unknown, folder, progress)

    def _changed(self, easel: Easel, base: Latent, wanted: Mapping[str, Aim], progress: Progress) -> Drawn:
        """The longest step that keeps the person: drawn, shortened while it flips something held, corrected."""
        bands = changing.bands(name for name, aim in wanted.items() if not aim.held)
        full = changing.change(easel.controls, base, wanted)
        drawn = easel.draw(full, wanted)
        progress(0.4, "synthesize")
        if changing.flipped(drawn.latent.believed, wanted):
            shorter = easel.draw(changing.between(base, full, _SHORTER), wanted)
            progress(0.55, "synthesize")
            drawn = min(drawn, shorter, key=lambda candidate: candidate.miss)
        for step in range(_CORRECTIONS_OF_EDIT):
            drawn = easel.corrected(drawn, wanted, bands)
            progress(0.6 + 0.18 * (step + 1) / _CORRECTIONS_OF_EDIT, "correct")
        return drawn

    def _finish(
        self,
        request: PortraitRequest | PortraitEditRequest,
        prompt: str,
        label: str,
        drawn: Drawn,
        data: dict[str, Any],
        unknown: tuple[str, ...],
        folder: Path,
        progress: Progress,
    ) -> Output:
        progress(0.8, "clean")
        face = exposure.lift(weave.remove(drawn.picture), float(data["exposure"]))
        if data["white"]:
            face = exposure.whiten(face)
        progress(0.88, "encode")
        path = folder / "portrait.png"
        facts = origin(
            "synthetic: a generated picture of a person who does not exist",
            f"{SPEC.name} {SPEC.version}",
            request.seed,
            prompt,
        )
        picture.write(face, request.size, path, facts)
        progress(1.0, "done")
        return Output(
            file=OutputFile(path=path, kind="image", width=request.size, height=request.size),
            engine=SPEC.name,
            version=SPEC.version,
            seed=request.seed,
            licence=SPEC.licence,
            parameters=request.model_dump(mode="json", exclude={"base"}),
            data=drawn.latent.to_json() | data | {"label": label},
            notes=(Note(code="unknown_words", values=unknown),) if unknown else (),
            label=label,
        )

    def _warm(self, progress: Progress) -> Easel:
        if self._easel is None:
            progress(0.05, "load")
            self._easel = Easel(controls.load())
        progress(0.2, "synthesize")
        return self._easel
