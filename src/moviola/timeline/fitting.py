"""How music and titles follow when the picture gets another length."""

from __future__ import annotations

from moviola.timeline.model import Sound, TextStyle, Title

#: Places for a title, in the order in which they are taken.
PLACES = ("lower_third", "top", "center", "bottom")


def fit_sound(sound: Sound, before: int, after: int) -> Sound:
    """``sound`` over a picture that was ``before`` and is now ``after`` milliseconds long.

    What reached the old end reaches the new one, as far as its source lasts; what would begin after the end
    is moved to end with it. Effects and voices that still fit stay as they are.
    """
    source = sound.media.duration - sound.offset if sound.media.duration else after
    start, duration = sound.start, sound.duration
    if before and sound.end >= before and sound.role == "music":
        duration = max(1, after - start) if start < after else duration
    duration = max(1, min(duration, after, max(source, 1)))
    if start + duration > after:
        start, duration = (start, after - start) if start < after else (after - duration, duration)
    fade_out = min(sound.fade_out, duration)
    if duration < sound.duration and duration < source:
        fade_out = min(max(fade_out, 300), duration)
    update = {
        "start": start,
        "duration": duration,
        "fade_in": min(sound.fade_in, duration),
        "fade_out": fade_out,
    }
    return sound.model_copy(update=update)


def fit_title(title: Title, before: int, after: int) -> Title:
    """``title`` over a picture that was ``before`` and is now ``after`` milliseconds long.

    One that filled the picture fills it again; one that closed it closes it again; any other keeps its time,
    and is cut or moved only where it would fall outside.
    """
    start, duration = title.start, min(title.duration, after)
    if before and title.start == 0 and title.end == before:
        duration = after
    elif (before and title.end == before) or title.start >= after:
        start = after - duration
    elif title.end > after:
        duration = after - start
    return title.model_copy(update={"start": start, "duration": duration})


def clear_of_titles(title: Title, others: tuple[Title, ...]) -> Title:
    """``title`` at the first place of the frame that no title shares at the same time."""
    taken = {t.style.position for t in others if t.start < title.end and title.start < t.end}
    place = next((p for p in PLACES if p not in taken), title.style.position)
    style: TextStyle = title.style.model_copy(update={"position": place})
    return title.model_copy(update={"style": style})
