"""The person of the conversation before a place: put there, given another background, moved within the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.choices import ask
from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.reading import GAP, Clause, Reading
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Context, Decline, StagePerson
from moviola.engines.base import Framing, Side

_WHO = (
    r"(?:{stage.who}|(?:the|this|that|my|our) (?:[\w-]+ ){0,2}?{subject.person}"
    r"|(?:这|那)?[个位名]?(?=[\u4e00-\u9fff])(?:{subject.person}))"
)
_IN = r"(?:{stage.at})"
_DOES = r"(?:{stage.does}|\w{2,}ing)(?: (?:right|alone|back|quietly|still|there|out|up|down|\w{2,}ing))*"
#: Ways to say it, the surest first; ``place`` is what follows.
_PUT = (
    rf"^(?:{{stage.put}}) {_WHO}(?: (?:{_DOES}|right|back))? {_IN} (?P<place>.+)$",
    rf"^(?:{{stage.open}} ?)?{_WHO}(?:,? (?:{_DOES}))? {_IN} (?P<place>.+)$",
    rf"^(?:把|将)?{_WHO}(?:放|加|P|p|合成|摆)(?P<place>进去|进来|上去|到里面)$",
    rf"^(?:{{stage.open}} ?)?(?:把|将|让|叫|给|使|用)?{_WHO}(?:{{stage.put_zh}})(?P<place>.+?)(?:去|吧)?$",
    rf"^(?:{{stage.open}} ?)?(?:把|让|将)?{_WHO}的?在(?P<place>.+)$",
    rf"^{_WHO}(?:想要?|要)(?:{{stage.put_zh}}|在)(?P<place>.+)$",
    rf"^在(?P<place>.+?)(?:里|中|上|前面?)?(?:放|站着?|加)(?:上|着)?{_WHO}$",
)
#: Of a face that is there, this says where it is to be; of anything else it says another picture.
_ONLY_PLACE = rf"^{_IN} (?P<place>.+)$|^(?:换成?|改成?|放|站)?在(?P<place_zh>.+)$"
_BACKGROUND = (
    r"^(?:{stage.new} )?(?:(?:the|her|his|their|my|a|new|another) )*{stage.ground}"
    r"(?: ?(?:should be|to be|is|was|be|into|to|with|of|as|for|[:=]))+ ?(?P<place>.+)$",
    r"^(?:{stage.new}) (?:the|her|his|their|my) {stage.ground} (?P<place>an? .+)$",
    rf"^(?:give|get) {_WHO} (?P<place>an? .+?)(?: (?:as|for)(?: an?| the)?)? {{stage.ground}}$",
    r"^(?:{stage.new} |with |and |against )*(?P<place>.+?) (?:in|as|for) (?:the|a|an|her|his|their|my) {stage.ground}$",
    rf"^(?:{{stage.new}} |with |and )*(?P<place>.+?) behind {_WHO}$",
    r"^(?:把|将|给)?(?:[她他我它](?:的|们的?)?|图片的?|照片的?|人物的?|新)?背景(?:里)?"
    r"(?:要|想|请|给我|帮我)?(?:换|改|变|设|替换|弄|调|更换|要|是|用|做)+(?:成|为|到|作|个)?[: ]?"
    r"(?!掉|了|一下)(?P<place>.+)$",
    r"^(?:新)?背景[: ]+(?P<place>.+)$",
    rf"^(?:给{_WHO})?(?:换|改|加|用|配|来)(?:成|为|上|一?个|一?张)*(?P<place>.+?)(?:的|做|作为?|当)*背景$",
    r"^(?:以|用|拿|把)(?P<place>.+?)(?:作|做|当|为)+(?:为|成)?背景$",
    rf"^(?:{{stage.open}})?{_WHO}?(?:背后|身后|后面|背景)(?:是|为|有|要有)(?P<place>.+)$",
)
_HERE = (
    r"^(?:进去|进来|上去|到里面)$"
    r"|^(?:here|there|it|this|that|(?:this|that|the) (?:place|scene|picture|image|photo|landscape|view|one))$"
    r"|^(?:这里|那里|里面?|这张?图?里?|画面里?|图里|场景里?|其中|这个?(?:地方|场景))$"
)
_PHOTO = (
    r"^(?:please )?(?:(?:use|take|with|from|using) )?(?:my|this|the) "
    r"(?:photo|picture|selfie|image|upload|portrait)(?: of me)?$"
    r"|^(?:the )?same (?:one|{subject.person}|face)$"
    r"|^(?:用|拿)(?:我的|这张|上传的)(?:照片|图片|图|自拍|头像)$"
)
#: Another background, named in the next clause.
_ANOTHER = (
    r"^(?:把|将)?背景(?:换|改)(?:掉|了|一下)?$|^换个?背景$"
    r"|^(?:change|replace|swap) (?:the|her|his|my) {stage.ground}$"
)
_SURELY = re.compile(r"(?i)\b(?:in front of|against|behind|background)\b|背景|背后|身后")
_SIDES: tuple[Side, ...] = ("left", "right", "centre")
_FRAMINGS: tuple[Framing, ...] = ("close", "medium", "wide")
#: Between a person and the place, or around both, in the description of a picture that is to be made.
_BOTH = (
    r"^(?P<who>.+?),? (?:with |and |against )*(?P<place>(?:an? |the )?[\w -]+?) (?:in|as) (?:the|a) {stage.ground}$",
    r"^(?P<who>.+?),? (?:with |and )*(?P<place>(?:an? |the )?[\w -]+?) behind (?:her|him|them)$",
    rf",? (?:who (?:is )?)?(?:{_DOES} )?{_IN} (?=\w)",
    r"^以(?P<place>[^,，]+?)为背景(?:的|[,，])(?P<who>.+)$",
    r"^在(?P<place>[^,，]+?)(?:里|中|前)的(?P<who>.+)$",
    r"[,，] ?(?:背景|背后|身后)(?:是|为|:)?",
    r"(?:独自|静静)?(?:地)?(?:{stage.put_zh}|在)",
)
#: Only when nothing but these is said does a clause go on about the person who stands there.
_MOVED = (
    rf"^(?:(?:{{stage.put}}) )?(?:a |an |the |more |bit |little |much |slightly )*(?:of )?"
    rf"(?:把|让|将|给)?(?:{_WHO})? ?"
    r"(?:更|再|换|放|移|站|靠|到|在|把|让|要|改成|换成|一点|一些|些|点|来个?|给|的|个|shot|please|it| ?over)*"
    r"(?: ?a bit| ?a little)?$"
)


@dataclass(frozen=True)
class _Stage:
    place: str = ""
    #: The words leave no doubt that a place is meant: a background, "in front of".
    surely: bool = False
    #: Only another background was asked for; nobody was named.
    behind: bool = False
    #: Only where was said, not who.
    unnamed: bool = False
    side: Side | None = None
    framing: Framing | None = None


def read_staging(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take a clause that puts somebody before a place, or goes on about that; False: it does not."""
    if reading.quotes(clause):
        return False
    text = _polite(reading.left(clause))
    if pattern(_PHOTO).search(text) and context.has_person and _follows(reading, clause):
        reading.blank(clause.start, clause.end)
        return True
    if context.has_person and pattern(_ANOTHER).search(text) and _takes_next(reading, clause, wishes):
        return True
    stage = _stage(text)
    if stage is not None and context.staged and _is_more_of_it(text, context):
        return False
    last = wishes.actions[-1] if wishes.actions else None
    going_on = isinstance(last, StagePerson) and wishes.topic == "stage"
    a_face = context.picture == "portrait" and not context.has_clip
    if stage is None or (stage.unnamed and (going_on or not a_face)):
        return going_on and _more(reading, clause, wishes, text)
    if not stage.place:
        return _moved(reading, clause, wishes, context, stage, going_on)
    place = _place(stage, context)
    if place is None:
        return False
    if not context.has_person and not _described(wishes):
        return _nobody(reading, clause, wishes, context, stage)
    reading.blank(clause.start, clause.end)
    if place == ("", ()):
        wishes.actions.append(Decline(reason="cannot_build", about=stage.place[:200]))
        return True
    prompt, changes = place
    side, framing = stage.side or wishes.side, stage.framing or wishes.framing
    wishes.actions.append(StagePerson(prompt=prompt[:1000], changes=changes, side=side, framing=framing))
    return True


def _described(wishes: Wishes) -> bool:
    """Whether the same message describes somebody before."""
    return any(knowledge.names_person(piece.text) for piece in wishes.pieces)


def _nobody(reading: Reading, clause: Clause, wishes: Wishes, context: Context, stage: _Stage) -> bool:
    """Nobody is there to be put anywhere: asked for; another background of a place is another place."""
    if stage.behind and (knowledge.place_there(context) is not None or wishes.card or wishes.make):
        at = reading.text.find(stage.place, clause.start, clause.end)
        if at >= 0:
            reading.blank(clause.start, at)
        return False
    if not (stage.behind or pattern("stage.who").search(reading.left(clause))):
        return False
    wishes.actions.append(ask("need_person", wishes.language))
    reading.blank(clause.start, clause.end)
    return True


def split_person(text: str) -> tuple[str, str] | None:
    """ "A young woman with red hair in front of a sunset lake" as the person and the place; None: it is not both."""
    for template in _BOTH:
        for found in pattern(template).finditer(text):
            who = found["who"] if "who" in found.groupdict() else text[: found.start()]
            place = found["place"] if "place" in found.groupdict() else text[found.end() :]
            who, place = who.strip(" ,，的"), place.strip(" ,，。")
            if (
                knowledge.stands(
                    place, knowledge.FOUND_THERE if _SURELY.search(found[0]) else knowledge.STANDS
                )
                and not knowledge.names_person(place)
                and (knowledge.names_person(who) or knowledge.has_features(who))
                and not knowledge.stands(who)
                and not pattern(r"^(?:the )?(?:[\w-]+ )?{stage.many}\b|{stage.many}$").search(who)
            ):
                return who, place
    return None


def _stage(text: str) -> _Stage | None:
    """What the words say of a place, a side and a framing; None: nothing of the kind."""
    text, at = _cut(text, "side", _SIDES)
    text, near = _cut(text, "frame", _FRAMINGS)
    side = next((one for one in _SIDES if one == at), None)
    framing = next((one for one in _FRAMINGS if one == near), None)
    for template in (*_BACKGROUND, *_PUT, _ONLY_PLACE):
        found = pattern(template).match(text)
        words = next((g for g in found.groups() if g), "").strip(" ,，:") if found is not None else ""
        if words:
            place = re.sub(r"(?:里面?|之中|中|的?前面?)$", "", words) or words
            surely = template in _BACKGROUND or re.search(r"(?i)\bin front of\b", text) is not None
            return _Stage(
                place.strip(), surely, template in _BACKGROUND, template == _ONLY_PLACE, side, framing
            )
    if (side or framing) and pattern(_MOVED).match(text.strip()):
        return _Stage("", side=side, framing=framing)
    return None


def _cut(text: str, kind: str, names: tuple[str, ...]) -> tuple[str, str | None]:
    for name in names:
        found = pattern(f"stage.{kind}_{name}").search(text)
        if found is not None:
            return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()).strip(" ,，"), name
    return text, None


def _place(stage: _Stage, context: Context) -> tuple[str, tuple[str, ...]] | None:
    """Prompt and changes of the place; empty where it cannot be built, None where the words are about no place."""
    words = stage.place
    if pattern(_HERE).match(words):
        return knowledge.place_there(context)
    if knowledge.names_person(words):
        return None
    said = knowledge.place(words)
    heavenly = said.scene is not None and (said.scene.aurora or said.scene.milky_way or said.scene.rainbow)
    if knowledge.stands(words) or (said.scene is not None and said.asked) or heavenly:
        return words, ()
    if stage.surely or said.scene is not None:
        return (words, ()) if context.any_picture else ("", ())
    return None


def _moved(
    reading: Reading, clause: Clause, wishes: Wishes, context: Context, stage: _Stage, going_on: bool
) -> bool:
    last = wishes.actions[-1] if wishes.actions else None
    said = {k: v for k, v in (("side", stage.side), ("framing", stage.framing)) if v is not None}
    if going_on and isinstance(last, StagePerson):
        wishes.actions[-1] = last.model_copy(update=said)
    elif _follows(reading, clause):
        # "her on the right, a bamboo forest behind her"
        wishes.side, wishes.framing = stage.side or wishes.side, stage.framing or wishes.framing
    elif context.staged and not context.has_clip and not wishes.pieces:
        wishes.actions.append(
            StagePerson(prompt=context.picture_prompt, changes=context.picture_changes, **said)
        )
    else:
        return False
    reading.blank(clause.start, clause.end)
    return True


def _more(reading: Reading, clause: Clause, wishes: Wishes, text: str) -> bool:
    """A clause that goes on describing the place ("…, at dawn, with fog")."""
    last = wishes.actions[-1]
    if clause.link == "sentence" or GAP in reading.text[clause.start : clause.end].strip():
        return False
    if not isinstance(last, StagePerson) or not (
        knowledge.is_all_place(text) or knowledge.is_place_change(text, last.prompt, ())
    ):
        return False
    joint = "，" if wishes.language == "zh" else ", "
    wishes.actions[-1] = last.model_copy(update={"prompt": f"{last.prompt}{joint}{text}"[:1000]})
    reading.blank(clause.start, clause.end)
    return True


def _takes_next(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take the place that the next clause names as the background that this one asks for."""
    after = next((c for c in reading.clauses if c.start > clause.start), None)
    if after is None or reading.quotes(after):
        return False
    place = re.sub(
        r"(?i)^(?:要|想要|换成|改成|用|to|with|make it|i want) ?", "", _polite(reading.left(after))
    )
    if not knowledge.stands(place):
        return False
    wishes.actions.append(StagePerson(prompt=place[:1000]))
    reading.blank(clause.start, after.end)
    return True


def _follows(reading: Reading, clause: Clause) -> bool:
    after = [c for c in reading.clauses if c.start > clause.start][:1]
    return any((stage := _stage(_polite(reading.left(c)))) is not None and stage.place for c in after)


def _is_more_of_it(text: str, context: Context) -> bool:
    """Whether the words add to the place that is there ("add a lighthouse behind her")."""
    adds = re.match(r"(?i)(?:add|more|put an?|with)\b|加|再来|多", text) is not None
    return adds and knowledge.is_place_change(text, context.picture_prompt, context.picture_changes)


def _polite(text: str) -> str:
    before = None
    while before != text:
        before = text
        text = pattern(
            r"^(?:{choice.polite}|i'd like to see|i want to see|i want|请|帮我|我[想要](?!出现|站|坐|在|去|身处|要在))"
            r"[ ,]*(?=.)"
        ).sub("", text)
        text = pattern(r"[ ,]*(?:{choice.polite})$").sub("", text.strip(" ,.;!?。，；！？、")).strip()
    return text
