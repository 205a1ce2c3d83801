"""A script becomes a storyboard: its shots, its person, its title, and what holds for all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.choices import ask
from moviola.agent.grammar.frame import LONGEST_MS
from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.quantity import quantities
from moviola.agent.grammar.script import Script, even, script
from moviola.agent.grammar.shots import Part, read_part
from moviola.agent.grammar.subject import refusal
from moviola.agent.language import language_of
from moviola.agent.plan import Action, Context, Decline, MakePortrait, Plan, Storyboard
from moviola.engines.base import Language
from moviola.studio.shot import Shot

#: Shots of a storyboard at most.
MOST = 24
_QUOTED = (
    r"“([^“”\n]{1,100})”|\"([^\"\n]{1,100})\"|《([^《》\n]{1,100})》|「([^「」\n]{1,100})」"
    r"|(?<!\w)['‘]([^'‘’\n]{1,100})['’](?!\w)"
)
_TITLE = (
    r"(?im)(?:^|(?<=[\s,;.]))(?:title|titled|called|named|标题|片名|题目|名为|名叫)[ ]?[:=]?[ ]*"
    r"(?P<title>[^\n,;:。]{2,80})"
)
_COMMON = (
    r"(?im)(?:^|(?<=[.;。,\n)]))[ ]*"
    r"(?:(?:all|everything|every shot|the whole thing|keep (?:it|everything|them) all)(?: of (?:it|them))?(?: shots?)?"
    r"(?: (?:are|is|should be|done))* (?:in|with|as) (?P<a>[^\n;。]+)"
    r"|(?:style|palette|look|colou?rs?|mood|grade)[ ]?[:=] ?(?P<b>[^\n;。]+)"
    r"|(?:全部|全都|统一|整体|所有镜头|每个镜头|都)(?:都|用|是|为|采用|做成)*(?P<c>[^\n;。,]+)"
    r"|(?:整体)?(?:风格|色调|画风|配色)(?::|是|为|用|统一)+(?P<d>[^\n;。]+))[.。]?[ ]*$"
)
_NAME = r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?|[一-鿿]{1,4}?(?=[,(:是,]|$))"
_CAST = (
    r"(?:(?i:{script.cast}))s?(?i: is| are| named| called|:|是|叫|名叫| )+" + _NAME + r"?(?P<who>[^\n.;。]*)",
    r"(?m)(?:^|(?<=[.;\n] ))" + _NAME + r" (?:is|=) (?P<who>an? [^\n.;]+)",
)
_SHAPES = (("vertical", "9:16"), ("horizontal", "16:9"), ("square", "1:1"), ("cinemascope", "21:9"))
_SHORT = 80
#: What a size of shot is in a place without anybody; of that shot alone.
_LENSES = ("wide angle", "telephoto", "广角", "长焦")


@dataclass(frozen=True)
class _Cast:
    names: frozenset[str] = frozenset()
    who: str = ""


def read_board(raw: str, context: Context) -> Plan | None:
    """The plan for a message that is a script; None where it is none."""
    text = even(raw)
    found = script(text)
    if found is None or pattern("control.export").search(found.head[:_SHORT]):
        return None
    language = language_of(raw, context.language)
    if not found.items:
        return Plan(actions=(ask("need_shots", language),), language=language) if _orders(text) else None
    if reason := refusal(text):
        return Plan(actions=(Decline(reason=reason, about=text[:200]),), language=language)
    head, styles, items = _common(found)
    cast = _cast(text, head, items, context)
    parts = [read_part(item, cast.names) for item in items[:MOST]]
    if not (found.called or found.marked) and not _is_script(parts):
        return None
    long = next((p.length for p in parts if p.duration_ms and p.duration_ms > LONGEST_MS), "")
    if long:
        return Plan(actions=(Decline(reason="too_long", about=long[:200]),), language=language)
    actions = _actions(parts, items, styles, cast, head, language, context)
    left = (f"{items[MOST][:60]}…",) if len(items) > MOST else ()
    return Plan(actions=actions, language=language, unknown=left)


def _orders(text: str) -> bool:
    """ "Make a storyboard", with no word of what is in it."""
    return len(text) <= 2 * _SHORT and (
        pattern(
            r"^(?:{framing.order}[ ,]*)*(?:an?|the|my|一[个份张])? ?(?:[\w-]+ ){0,2}{script.board}"
            r"(?:[ ,:]*(?:(?:please|for|of|about|with|from|in)\b.*|吧|给我|关于.*))?[ ,.:!]*$"
        ).match(text)
        is not None
    )


def _is_script(parts: list[Part]) -> bool:
    """Whether a mere list is one of pictures: all of its items are of places or of the person."""
    return sum(bool(p.places) for p in parts) >= 2 and all(p.places or p.person for p in parts)


def _common(found: Script) -> tuple[str, list[str], list[str]]:
    """The head without, and the items without, what holds for all shots; and that."""
    styles: list[str] = []

    def take(match: re.Match[str]) -> str:
        words = next(g for g in match.groups() if g).strip(" .:")
        if not knowledge.is_any_place_change(words):
            return match[0]
        styles.append(words)
        return " "

    items = [re.sub(_COMMON, take, item).strip(" \n,;.。") for item in found.items]
    head = re.sub(_COMMON, take, found.head)
    named = re.sub(_QUOTED, " ", head)
    for phrase in re.split(
        r"[,;:。.\n]|\bwith\b|\bof \d+\b|{}".format("用"), pattern("script.board").sub(",", named)
    ):
        words = re.sub(
            r"(?i)^\W*(?:(?:make|create|an?|the|in \d+|\d+[- ]?shots?|shots?|个镜头|的)\b ?)*",
            "",
            phrase.strip(),
        )
        words = re.sub(r"的$", "", words).strip(" -")
        if words and knowledge.is_any_place_change(words) and not knowledge.stands(words):
            styles.append(words)
    return head, list(dict.fromkeys(styles)), [item for item in items if item]


def _cast(text: str, head: str, items: list[str], context: Context) -> _Cast:
    names: set[str] = set()
    who = ""
    for template in _CAST:
        for found in pattern_exact(template).finditer(head):
            if found["name"] and not knowledge.stands(found["name"]):
                names.add(found["name"])
            words = found["who"].strip(" ,(:)是")
            if knowledge.names_person(words) and (knowledge.is_person(words) or found["name"]):
                who = who or words
    for item in items:
        for word in re.findall(
            r"(?<![.\w])(?:(?<=\bof )|(?<=, )|(?<=^)|(?<= ))([A-Z][a-z]{2,})(?=[ ,.:']|$)", item
        ):
            often = len(re.findall(rf"\b{word}\b", text)) >= 2
            acts = re.search(rf"\b{word} \w+s\b|\b(?:of|on) {word}\b", item) is not None
            if (often or (acts and context.has_person)) and word.lower() in knowledge.place(item).unknown:
                names.add(word)
    return _Cast(frozenset(names), who)


def pattern_exact(template: str) -> re.Pattern[str]:
    """A template in which capital letters matter."""
    return re.compile(pattern(template).pattern)


def _actions(
    parts: list[Part],
    items: list[str],
    styles: list[str],
    cast: _Cast,
    head: str,
    language: Language,
    context: Context,
) -> tuple[Action, ...]:
    somebody = cast.who or next((p.somebody for p in parts if p.somebody), "")
    known = context.has_person and not cast.who
    if any(p.person for p in parts) and not known and not somebody:
        return (ask("need_person", language),)
    shots: list[Shot] = []
    for number, (part, item) in enumerate(zip(parts, items, strict=False), 1):
        shot = _shot(part, item, shots, styles, language, context)
        if shot is None:
            about = (
                f"{number}: {(part.strange or [item])[0]}"
                if language == "en"
                else f"{number}“{(part.strange or [item])[0]}”"
            )
            return (Decline(reason="cannot_shoot", about=about[:200]),)
        shots.append(shot)
    made: tuple[Action, ...] = ()
    if any(p.person for p in parts) and not known:
        made = (MakePortrait(description=somebody[:1000]),)
    return (*made, Storyboard(shots=tuple(shots), title=_title(head)[:200], aspect=_aspect(head)))


def _shot(
    part: Part, item: str, before: list[Shot], styles: list[str], language: Language, context: Context
) -> Shot | None:
    """The shot; None where nothing can be drawn."""
    joint = "，" if language == "zh" else ", "
    together = joint.join(part.details)
    if not part.places and knowledge.stands(together, knowledge.FOUND_THERE):
        part.places, part.details = [together], []
    bare = not (part.places or part.details or part.told or part.strange)
    if bare and not part.person and part.framing in ("close", "medium") and any(s.person for s in before):
        part.person = True
    last = before[-1] if before else None
    changes: tuple[str, ...] = ()
    if part.places:
        prompt = part.places[0]
        for more in [*part.places[1:], *part.details]:
            longer = f"{prompt}{joint}{more}"
            prompt = longer if knowledge.stands(longer) else prompt
    elif part.strange and not part.person:
        if not context.any_picture:
            return None
        prompt = item
        part.told = [
            line for line in part.told if line.rstrip(".").lower() not in map(str.lower, part.strange)
        ]
    elif last is not None and last.prompt:
        prompt = last.prompt
        kept = (c for c in last.changes if c not in styles and c not in _LENSES)
        for one in (*kept, *part.details):
            if knowledge.is_place_change(one, prompt, changes):
                changes = (*changes, one)
    elif part.person:
        prompt = ""
    else:
        found = joint.join(part.details)
        if knowledge.place(found).scene is None and not context.any_picture:
            return None
        prompt = found or item
    if prompt and not part.person and part.framing in ("wide", "close"):
        wide = part.framing == "wide"
        changes = (
            *changes,
            ("wide angle" if wide else "telephoto") if language == "en" else ("广角" if wide else "长焦"),
        )
    if prompt:
        changes = (*changes, *styles)
    return Shot(
        prompt=prompt[:1000],
        changes=tuple(c for c in changes if context.any_picture or knowledge.is_place_change(c, prompt, ())),
        person=part.person,
        framing=part.framing or "medium",
        caption=(" " if language == "en" else "").join(part.told)[:500],
        duration_ms=part.duration_ms,
    )


def _title(head: str) -> str:
    quoted = re.search(_QUOTED, head)
    if quoted is not None:
        return next(g for g in quoted.groups() if g).strip()
    named = re.search(_TITLE, head)
    if named is not None:
        return named["title"].strip(" .")
    first, *_ = head.split("\n")
    lines = "\n" in head or not pattern("script.board").search(head)
    plain = 2 <= len(first) <= _SHORT and not pattern("{script.board}|{script.cast}").search(first)
    plain = plain and not ("\n" not in head and head.endswith(":"))
    return first.strip(" :#*.") if lines and plain and not knowledge.is_any_place_change(first) else ""


def _aspect(head: str) -> str | None:
    shape = next((q.text for q in quantities(head) if q.kind == "aspect"), None)
    return shape or next((a for name, a in _SHAPES if pattern(f"frame.{name}").search(head)), None)
