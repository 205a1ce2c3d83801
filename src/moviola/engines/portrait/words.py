"""Understands what a sentence asks of a face: ``describe`` a new one, ``edit`` an existing one, ``label`` it."""

from __future__ import annotations

from collections.abc import Mapping

from moviola.engines.portrait import ages, naming
from moviola.engines.portrait.lexicon import Feature, Term, Values, load
from moviola.engines.portrait.reading import Word, is_chinese, read
from moviola.engines.portrait.wish import FaceEdit, FaceWish, Language

__all__ = ["FaceEdit", "FaceWish", "describe", "edit", "label"]

#: Years of age that softly bring wrinkles and grey hair.
_WRINKLES_FROM, _GREY_FROM = 48, 60


class _Phrase:
    """Something the sentence says: a feature with its qualities, or a term; denied, weaker, stronger or more."""

    def __init__(self, text: str, feature: Feature | None = None, term: Term | None = None):
        self.text = text
        self.feature = feature
        self.term = term
        self.qualities: list[Word] = []
        self.amounts: dict[int, float] = {}
        self.amount = 1.0
        self.denied = False
        self.less = False
        self.more = False


def describe(text: str) -> FaceWish:
    """What ``text`` asks of a new face."""
    words = read(text)
    targets: dict[str, float] = {}
    soft: dict[str, float] = {}
    person_soft: dict[str, float] = {}
    unknown: list[str] = []
    is_face = False
    for phrase in _phrases(words):
        if phrase.term is not None:
            is_face |= phrase.term.person
            if phrase.denied:
                targets |= phrase.term.absent
            else:
                targets |= _scaled(phrase.term.set, phrase.amount)
                (person_soft if phrase.term.person else soft).update(phrase.term.soft)
        elif phrase.feature is not None:
            is_face |= phrase.feature.key not in ("background", "clothes", "age")
            targets |= _described(phrase, unknown)
    unknown += [word.text for word in words if word.has("unknown")]
    aged = [word.age for word in words if word.age is not None]
    years = next((age.years for age in aged if not age.relative), None)
    if years is not None:
        targets["age"] = years
    soft = person_soft | soft
    _complete(targets, soft)
    if any(word.has("animals") for word in words) and not targets.keys() & {"male", "age"}:
        is_face = False
        unknown += [word.text for word in words if word.has("animals")]
    return FaceWish(targets, soft, _unique(unknown), is_face or years is not None, _language(text))


def edit(text: str) -> FaceEdit | None:
    """The change of a face that ``text`` asks for; None when it speaks of something else or of another person."""
    words = read(text)
    if not _asks_for_change(words):
        return None
    changes: dict[str, float] = {}
    goals: dict[str, float] = {}
    unknown = [word.text for word in words if word.has("unknown")]
    for phrase in _phrases(words):
        if phrase.term is not None:
            _edit_term(phrase, changes, goals)
        elif phrase.feature is not None:
            _edit_feature(phrase, changes, goals, unknown)
    goals |= _becoming(words)
    for word in words:
        if word.age is not None:
            if word.age.relative:
                changes["age"] = word.age.years
            else:
                goals["age"] = ages.measured(word.age.years)
    if not changes and not goals and not unknown:
        return None
    changes = {name: value for name, value in changes.items() if name not in goals}
    return FaceEdit(changes, goals, _unique(unknown), _language(text))


def label(text: str, language: Language) -> str:
    """A few words that name the described person, such as "Weathered Sea Captain" or "老船长"."""
    return naming.name(text, language)


# ---------------------------------------------------------------- phrases


def _phrases(words: list[Word]) -> list[_Phrase]:
    """Bind qualities to features, strengths and negations to what they stand beside."""
    phrases: list[_Phrase] = []
    of_word: dict[int, _Phrase] = {}
    for i, word in enumerate(words):
        if word.sense.feature is not None and not word.has("unknown"):
            of_word[i] = _Phrase(word.text, feature=word.sense.feature)
            phrases.append(of_word[i])
    for i, word in enumerate(words):
        if word.sense.quality:
            owner = _owner(words, i)
            if owner is not None and (
                word.sense.quality in of_word[owner].feature.looks or word.sense.term is None  # type: ignore[union-attr]
            ):
                of_word[owner].qualities.append(word)
                of_word[i] = of_word[owner]
                continue
        if word.sense.term is not None and i not in of_word:
            of_word[i] = _Phrase(word.text, term=word.sense.term)
            phrases.append(of_word[i])
    for i, word in enumerate(words):
        _modify(words, i, word, of_word)
    return phrases


def _owner(words: list[Word], i: int) -> int | None:
    """The feature that quality ``i`` speaks of: the next one if adjacent, else the last one of the same clause."""
    for k in range(i + 1, len(words)):
        word = words[k]
        if word.break_before and word.text != "and" and not _continues(words, k):
            break
        if word.sense.feature is not None:
            return k
        if not (word.sense.quality or word.has("through") or word.age):
            break
        if word.text == "and" and not _continues(words, k + 1):
            break
    for k in range(i - 1, -1, -1):
        if words[k + 1].break_before and not words[k + 1].sense.quality:
            break
        if words[k].sense.feature is not None:
            return k
        if words[k].sense.term is not None and not words[k].sense.quality:
            break
    return None


def _continues(words: list[Word], k: int) -> bool:
    """Whether word ``k`` carries on a list of qualities ("long, curly hair")."""
    return k < len(words) and bool(words[k].sense.quality) and words[k].sense.feature is None


def _modify(words: list[Word], i: int, word: Word, of_word: dict[int, _Phrase]) -> None:
    """Give the strength or the negation at ``i`` to its phrase."""
    amount, denies = word.sense.strength, word.has("negation")
    if not (amount or denies or word.has("less") or word.has("more")) or i in of_word:
        return
    target = _after(words, i, of_word)
    if target is None and (amount or word.has("more") or word.has("less")):
        target = next((k for k in range(i - 1, max(-1, i - 4), -1) if k in of_word), None)
    if target is None:
        return
    phrase = of_word[target]
    if amount:
        phrase.amount *= amount
    if denies:
        phrase.denied = True
    phrase.less |= word.has("less")
    phrase.more |= word.has("more")


def _after(words: list[Word], i: int, of_word: Mapping[int, _Phrase]) -> int | None:
    for k in range(i + 1, len(words)):
        if words[k].break_before:
            return None
        if k in of_word:
            return k
        if not (words[k].has("through") or words[k].sense.strength or words[k].has("more")):
            return None
    return None


# ---------------------------------------------------------------- descriptions


def _scaled(values: Values, amount: float) -> dict[str, float]:
    """Values made stronger or weaker; natural units stay."""
    return {name: value if name in ("age", "yaw") else value * amount for name, value in values.items()}


def _described(phrase: _Phrase, unknown: list[str]) -> dict[str, float]:
    feature = phrase.feature
    assert feature is not None
    if phrase.denied and not phrase.qualities:
        return dict(feature.absent)
    values = dict(feature.present)
    for quality in phrase.qualities:
        look = feature.looks.get(quality.sense.quality)
        if look is None:
            unknown.append(_joined(quality.text, phrase.text))
        else:
            sign = -0.5 if phrase.denied else 1.0
            values |= {name: value * phrase.amount * sign for name, value in look.items()}
    return _scaled(values, phrase.amount) if not phrase.qualities else values


def _complete(targets: dict[str, float], soft: dict[str, float]) -> None:
    """What goes without saying: a woman captain has no beard, a bearded person is a man, age brings wrinkles."""
    years = targets.get("age", soft.get("age"))
    if targets.get("male", 1.0) < 0 or (years is not None and years < 17):
        for name in ("beard", "mustache"):
            soft.pop(name, None)
    if "male" not in targets and (targets.get("beard", 0) > 0.5 or targets.get("mustache", 0) > 0.5):
        soft["male"] = 1.5
    if years is not None:
        if "age" in targets:
            if years > _WRINKLES_FROM:
                soft["wrinkles"] = min(2.2, max(0.3, (years - _WRINKLES_FROM) / 11))
            else:
                soft["wrinkles"] = min(soft.get("wrinkles", -0.3), -0.3)
            if years >= _GREY_FROM:
                soft.setdefault("hair_L", min(2.6, 0.8 + (years - _GREY_FROM) / 10))
                soft.setdefault("hair_grey", min(2.2, 0.8 + (years - _GREY_FROM) / 12))
            targets["age"] = ages.measured(years)
        else:
            soft["age"] = ages.measured(years)
        if years < 13:
            for store in (targets, soft):
                if "male" in store:
                    store["male"] = max(-1.0, min(0.6, store["male"]))
    for name in targets:
        soft.pop(name, None)


# ---------------------------------------------------------------- edits


def _asks_for_change(words: list[Word]) -> bool:
    """False for a bare description of a person ("old sea captain"): that is a new portrait."""
    names_person = any(word.sense.term and word.sense.term.person and word.sense.term.names for word in words)
    asked = any(
        word.sense.comparative
        or word.has("verbs")
        or word.has("negation")
        or word.has("less")
        or word.has("more")
        or (word.sense.strength and i > 0 and i == len(words) - 1)
        or (word.age is not None and word.age.relative)
        for i, word in enumerate(words)
    )
    return asked or not names_person


def _edit_term(phrase: _Phrase, changes: dict[str, float], goals: dict[str, float]) -> None:
    term = phrase.term
    assert term is not None
    if phrase.denied:
        goals |= term.absent
        changes |= {name: -0.7 * value for name, value in term.change.items()}
    elif phrase.less:
        source = term.change or {name: value for name, value in term.goal.items() if name != "yaw"}
        changes |= {name: -0.6 * value * phrase.amount for name, value in source.items()}
    elif term.change:
        changes |= {name: value * phrase.amount for name, value in term.change.items()}
    else:
        goals |= term.goal


def _edit_feature(
    phrase: _Phrase, changes: dict[str, float], goals: dict[str, float], unknown: list[str]
) -> None:
    feature = phrase.feature
    assert feature is not None
    if phrase.denied and not phrase.qualities:
        goals |= feature.absent
        return
    if not phrase.qualities:
        if phrase.more or phrase.less:
            sign = -0.7 if phrase.less else 0.7
            changes |= {name: value * sign * phrase.amount for name, value in feature.present.items()}
        else:
            goals |= _scaled(feature.present, phrase.amount)
        return
    for quality in phrase.qualities:
        look = feature.looks.get(quality.sense.quality)
        if look is None:
            unknown.append(_joined(quality.text, phrase.text))
            continue
        sign = -0.7 if phrase.less or phrase.denied else 1.0
        values = {name: value * phrase.amount * sign for name, value in look.items()}
        compared = quality.sense.comparative or phrase.more or phrase.less or phrase.amount != 1.0
        if quality.sense.quality in load().states and not compared:
            goals |= values
            goals |= {name: value for name, value in feature.present.items() if name not in values}
        else:
            changes |= values


def _becoming(words: list[Word]) -> dict[str, float]:
    """ "make him a woman", "turn her into a man", "变成女人"."""
    for i, word in enumerate(words):
        before = [w.text for w in words[max(0, i - 3) : i]]
        if (
            word.sense.term
            and "male" in word.sense.term.set
            and (
                "into" in before
                or "变成" in before
                or "改成" in before
                or "换成" in before
                or (before[-1:] in (["a"], ["an"]) and "make" in [w.text for w in words[:i]])
            )
        ):
            return {"male": word.sense.term.set["male"]}
    return {}


def _joined(quality: str, feature: str) -> str:
    return quality + feature if is_chinese(feature) else f"{quality} {feature}"


def _unique(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _language(text: str) -> Language:
    return "zh" if is_chinese(text) else "en"
