"""Wishes about music: its mood, its loudness, its end."""

from __future__ import annotations

import re

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.choices import ask
from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.reading import GAP, Clause, Reading
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Context, RemoveMusic, SetMusic, SetVolume

_TOKEN = "{music.noun}|{music.instrument}|{music.genre}"
#: Genres and instruments whose names are also other things: music only when nothing else is in the clause.
_AMBIGUOUS = re.compile(
    r"(?i)rock|pop|country|house|metal|soul|trap|folk|blues|bass|strings?|drums?|bells|organ|epic|ambient|flute|"
    r"classical|acoustic|punk|harp|sound|audio|score|beats?|songs?|trailer|史诗|国风|声音|歌"
)
_PLAYED = re.compile(
    r"(?i)(?:play(?:s|ing)(?: an?| the| his| her)?|hold(?:s|ing)?(?: an?| the| his| her)?|with (?:a|an|his|her)"
    r"|(?:listening|dancing|listens|dances) to(?: the)?|hearing|loves?|sheet|reading"
    r"|(?:弹|拉|吹|抱着|拿着|听)(?:着|一把)?) ?$"
)
_PLAYER = re.compile(
    r"(?i)^(?:ist|s?[ -]players?|s?[ -]teachers?| singers?| stars?|家|手"
    r"| (?:club|bar|hall|teacher|school|room|store|shop|festival|stand|notes?|band|bench)\b)"
)
#: Words that may stand between the verb and the mood.
_FILLER = re.compile(
    r"(?i)^(?:a|an|the|some|more|very|really|quite|nice|good|kind|of|bit|little|soft|background|style|type|and"
    r"|any|no|without|like|my|this|that|add|put|use|with|set|play|plus|to|in|have|change|replace|switch|make|want"
    r"|give|me|it|instead|now|please|then|also|sounding|feeling|-)$"
)
_HAN_LEFT = re.compile(r"[\u4e00-\u9fffA-Za-z-]{0,14}$")
_TAIL = re.compile(
    r"(?i)^(?: ?(?:to|into|for|with|by|as|that(?:'s| is| feels| sounds)?|which is|should be|instead|in the|under"
    r"|underneath|behind|over|playing|please|[:-])\b|[换改要变]|是|更|再|为|成|的|风格| ?(?:quietly|softly))"
)
STEP_DB = 6.0


def read_music(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take what the clause says of music; False: nothing."""
    if reading.has("music.link", clause):
        wishes.actions.append(ask("which_mood", wishes.language, reading.left(clause)))
        reading.blank(clause.start, clause.end)
        return True
    if reading.has("music.silence", clause) and not reading.content(clause, "music.silence"):
        _silence(wishes, context)
        reading.blank(clause.start, clause.end)
        return True
    if _read_volume(reading, clause, wishes, context):
        return True
    token = _token(reading, clause)
    if token is None:
        return _read_mood_alone(reading, clause, wishes, context)
    start, end = _extent(reading, clause, token)
    phrase = reading.text[start:end].replace(GAP, " ")
    if _denied(reading, clause, start, token.start()):
        _silence(wishes, context)
        reading.blank(start, end)
        reading.take_all("{verb.remove}|{verb.without}", clause)
        return True
    volume = next((q.value for q in reading.quantities(clause) if q.kind == "percent"), None)
    for quantity in reading.quantities(clause):
        if quantity.kind == "percent":
            reading.blank(quantity.start, quantity.end)
    mood = _mood(phrase)
    if mood is not None:
        wishes.actions.append(SetMusic(mood=mood, volume=volume))
    elif volume is not None:
        wishes.actions.append(SetVolume(volume=volume))
    else:
        wishes.music_without_mood = " ".join(phrase.split())
    reading.blank(start, end)
    reading.take_all("{music.quieter}|{music.volume}", clause)
    return True


def _silence(wishes: Wishes, context: Context) -> None:
    wishes.no_music = True
    if context.music is not None:
        wishes.actions.append(RemoveMusic())


def _token(reading: Reading, clause: Clause) -> re.Match[str] | None:
    at = clause.start
    while found := pattern(_TOKEN).search(reading.text, at, clause.end):
        at = found.end()
        if _PLAYED.search(reading.text[clause.start : found.start()]) or _PLAYER.search(reading.text[at:]):
            continue
        if not _AMBIGUOUS.fullmatch(found[0].strip()):
            return found
        # An ambiguous word counts when the rest of the clause is music too, or nothing.
        rest = reading.text[clause.start : found.start()] + " " + reading.text[at : clause.end]
        words = reading.content(
            clause, _TOKEN, "music.quieter", "music.louder", "verb.remove", "verb.without"
        )
        if all(knowledge.mood(word) for word in words.split()) or (knowledge.mood(rest) and len(words) < 8):
            return found
    return None


def _extent(reading: Reading, clause: Clause, token: re.Match[str]) -> tuple[int, int]:
    """The stretch that speaks of the music, around its noun."""
    start, end = token.span()
    left = reading.text[clause.start : start]
    if re.search(r"[\u4e00-\u9fff]", left + token[0]):
        start -= len(_han_left(left))
    words = list(re.finditer(r"[^\s" + GAP + r"]+", reading.text[clause.start : start]))
    for word in reversed(words):
        plain = word[0].strip("\"'.,:")
        if not (_FILLER.match(plain) or knowledge.mood(plain) or pattern(_TOKEN).fullmatch(plain)):
            break
        start = clause.start + word.start()
    while following := re.compile(rf"[ -](?:{pattern(_TOKEN).pattern})", re.I).match(
        reading.text, end, clause.end
    ):
        end = following.end()
    if _TAIL.match(reading.text[end : clause.end]) or re.match(
        r" ?(?:" + "|".join(("slow", "fast", "calm", "soft")) + r")", reading.text[end : clause.end]
    ):
        end = clause.end
    else:
        rest = reading.text[end : clause.end].replace(GAP, " ")
        if rest.strip() and (knowledge.mood(rest) or not reading.content(clause, _TOKEN)):
            end = clause.end
    return start, end


def _han_left(left: str) -> str:
    """Of Chinese words before the noun: those that colour it or order it."""
    run = _HAN_LEFT.search(left)
    if run is None:
        return ""
    words = run[0]
    for cut in range(len(words)):
        part = words[cut:]
        bare = pattern(
            "{verb.add}|{music.change}|{verb.remove}|{verb.without}|{verb.change}|{glue.empty}"
        ).sub("", part)
        if not bare or (knowledge.mood(bare) and len(bare) <= 8 and not knowledge.is_person(bare)):
            return part
    return ""


def _denied(reading: Reading, clause: Clause, start: int, token: int) -> bool:
    low = max(clause.start, start - 14)
    before = reading.text[low:token]
    after = reading.text[token : clause.end]
    return bool(
        pattern("(?:{verb.without}|{verb.remove})(?: the| any| all)?(?: [\\w-]+){0,2} ?$").search(before)
        or pattern("{verb.remove}|{verb.without}").search(before)
        or pattern("^.{0,4}(?:{verb.remove}|不要)").search(after)
        or re.search(r"(?i)^\S+ (?:off|away)\b", after)
    )


def _read_volume(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    named = reading.has("{music.noun}|{music.volume}", clause)
    touched = context.last_touched == "music" or wishes.topic == "music"
    if reading.has("title.noun", clause):
        return False
    share = next((q for q in reading.quantities(clause) if q.kind == "percent"), None)
    step = next((q for q in reading.quantities(clause) if q.kind == "decibel"), None)
    volume_word = reading.has("music.volume", clause)
    if (share or step) and (
        volume_word or not reading.content(clause, "music.noun", "music.louder", "music.quieter") or touched
    ):
        plain = share is not None and not re.search(r"(?i)\bby ?$", reading.text[clause.start : share.start])
        if not (share and knowledge.mood(reading.left(clause))):
            if share is not None and plain:
                wishes.actions.append(SetVolume(volume=min(share.value, 1.0)))
            elif step is not None:
                quieter = step.value > 0 and reading.has("music.quieter", clause)
                wishes.actions.append(SetVolume(delta_db=-step.value if quieter else step.value))
            else:
                wishes.actions.append(SetVolume(delta_db=_step(reading, clause)))
            reading.blank(clause.start, clause.end)
            return True
    if reading.has(r"\bhalf\b|减半|一半", clause) and named:
        wishes.actions.append(SetVolume(delta_db=-STEP_DB))
        reading.blank(clause.start, clause.end)
        return True
    for concept in ("music.louder", "music.quieter"):
        found = reading.find(concept, clause)
        if found is None or reading.content(clause, concept, "music.noun", "music.volume"):
            continue
        certain = re.search(r"(?i)loud|quiet|turn|volume|music|sound|声|音|吵|响", found[0])
        if certain or named or touched:
            wishes.actions.append(SetVolume(delta_db=_step(reading, clause)))
            reading.blank(clause.start, clause.end)
            return True
    return False


def _step(reading: Reading, clause: Clause) -> float:
    sign = 1 if reading.has("music.louder", clause) and not reading.has("太(?:大|响|吵)", clause) else -1
    if reading.has(r"\b(?:much|a lot|way)\b|很多|大幅", clause):
        return 2 * STEP_DB * sign
    if reading.has(r"\b(?:a (?:bit|little|touch)|slightly)\b|稍微|一点", clause):
        return 0.5 * STEP_DB * sign
    return STEP_DB * sign


def _read_mood_alone(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """ "something happier" after music, or a mood after "change the music"."""
    asked = wishes.music_without_mood is not None
    if not (asked or wishes.topic == "music" or context.last_touched == "music"):
        return False
    text = reading.left(clause)
    key = _mood(text)
    if key is None or knowledge.is_place(text) or knowledge.names_person(text):
        return False
    if asked or wishes.topic != "music":
        wishes.actions.append(SetMusic(mood=key))
        wishes.music_without_mood = None
    elif isinstance(last := wishes.actions[-1] if wishes.actions else None, SetMusic):
        both = knowledge.mood(f"{text} {last.mood}")
        wishes.actions[-1] = SetMusic(mood=both or key, volume=last.volume)
    else:
        return False
    reading.blank(clause.start, clause.end)
    return True


def _mood(text: str) -> str | None:
    return knowledge.mood(_positive(text))


def _positive(text: str) -> str:
    """Comparatives as the plain word: "happier" → "happy", "calmer" → "calm", 欢快一点 → 欢快."""
    text = re.sub(r"(?:一点|一些|点儿?|些)(?=\W|$|的)", "", text)
    text = re.sub(r"(?i)\b(\w+?)ier\b", r"\1y", text)
    return re.sub(r"(?i)\b(calm|sad|slow|fast|bright|dark|soft|light)d?er\b", r"\1", text)
