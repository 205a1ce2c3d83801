"""Answers offered with a question. Each one, sent back as it is, is understood."""

from __future__ import annotations

from moviola.agent.plan import Ask, Context, Question
from moviola.engines.base import Language

_ANSWERS: dict[Question, dict[Language, tuple[str, ...]]] = {
    "not_understood": {
        "en": ("slow push in", "calm piano", "title 'Golden Hour' at the start"),
        "zh": ("镜头缓慢推近", "平静的钢琴", "标题“金色时光”放在开头"),
    },
    "what_to_make": {
        "en": (
            "an old sea captain with a grey beard",
            "sunset over a mountain lake",
            "a futuristic city at night",
        ),
        "zh": ("一位留着灰白胡子的老船长", "山湖日落", "未来城市的夜景"),
    },
    "need_picture": {
        "en": ("an old sea captain with a grey beard", "sunset over a mountain lake"),
        "zh": ("一位留着灰白胡子的老船长", "山湖日落"),
    },
    "need_portrait": {
        "en": ("an old sea captain with a grey beard", "a young woman with red hair"),
        "zh": ("一位留着灰白胡子的老船长", "一位红头发的年轻女子"),
    },
    "need_person": {
        "en": (
            "an old sea captain with a grey beard in front of a stormy sea",
            "a young woman with red hair",
        ),
        "zh": ("一位留着灰白胡子的老船长,背景是大海", "一位红头发的年轻女子"),
    },
    "need_shots": {
        "en": ("storyboard: 1. dawn over a mountain lake 2. a city street in the rain 3. a starry sky",),
        "zh": ("分镜：1. 清晨的山湖 2. 雨夜街头 3. 星空",),
    },
    "need_clip": {
        "en": ("a 10-second video of a sunset over a mountain lake", "an old sea captain, slow push in"),
        "zh": ("10秒山湖日落视频", "一位老船长,镜头缓慢推近"),
    },
    "need_title": {"en": ("title 'Golden Hour' at the start",), "zh": ("标题“金色时光”放在开头",)},
    "title_text": {
        "en": ("title 'Golden Hour'", "title 'The Captain' at the end"),
        "zh": ("标题“金色时光”", "标题“船长”放在结尾"),
    },
    "need_music": {"en": ("calm piano", "lo-fi music"), "zh": ("平静的钢琴", "lo-fi 音乐")},
    "which_mood": {
        "en": ("calm piano", "lo-fi music", "happy music"),
        "zh": ("平静的钢琴", "lo-fi 音乐", "欢快的音乐"),
    },
    "which_change": {
        "en": ("make the clip 10 seconds long", "slow push in"),
        "zh": ("视频10秒", "镜头缓慢推近"),
    },
    "how_face": {
        "en": ("make the jaw softer", "make him older", "add glasses"),
        "zh": ("下巴柔和一点", "老一点", "戴上眼镜"),
    },
    "which_aspect": {"en": ("9:16", "16:9", "1:1"), "zh": ("9:16", "16:9", "1:1")},
    "how_many": {"en": ("4 variations", "8 variations"), "zh": ("来四个版本", "来八个版本")},
    "start_over": {"en": ("sunset over a mountain lake",), "zh": ("山湖日落",)},
}


def ask(question: Question, language: Language, about: str = "") -> Ask:
    """A question with answers that work."""
    return Ask(question=question, choices=_ANSWERS[question][language], about=about[:200])


def which_title(context: Context, language: Language, text: str | None, remove: bool) -> Ask:
    """Which of several titles is meant: to be removed, or to read ``text``."""
    quoted = [f"“{t}”" if language == "zh" else f'"{t}"' for t in context.titles[:4]]
    if remove:
        answers = [f"去掉标题{t}" if language == "zh" else f"remove the title {t}" for t in quoted]
        answers.append("去掉所有标题" if language == "zh" else "remove all titles")
    elif text:
        answers = [
            f"把标题{t}改成“{text}”" if language == "zh" else f'change the title {t} to "{text}"'
            for t in quoted
        ]
    else:
        answers = [
            f"标题{t}放在结尾" if language == "zh" else f"move the title {t} to the end" for t in quoted
        ]
    return Ask(question="which_title", choices=tuple(answers), about=text or "")
