"""A timeline, and the difference between two, in one reader's language."""

from __future__ import annotations

from typing import Literal

from moviola.timeline.model import AudioTrack, Clip, Sound, Timeline, Title, Track, VideoTrack

_Language = Literal["en", "zh"]

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "empty": "Timeline: empty",
        "head": "Timeline ({count} {tracks}):",
        "video": "Video",
        "picture": "Picture",
        "music": "BGM",
        "voice": "Voice",
        "effect": "Sound",
        "title": "Title",
        "untitled_clip": "clip",
        "untitled_still": "still",
        "untitled_sound": "audio",
        "colon": ": ",
        "comma": ", ",
        "open": " (",
        "close": ")",
        "added": "{thing} added: {new}",
        "removed": "{thing} removed: {old}",
        "changed": "{thing}: {old} → {new}",
        "volume": "{thing} volume",
        "time": "{thing} time",
        "when": "{thing} {name} time",
        "look": "{thing} {name}: look changed",
        "place": "{thing} {name} position",
        "size": "{thing} {name} size",
        "length": "Length",
        "canvas": "Frame",
        "fps": "Frame rate",
        "name": "Name",
        "none": "none",
        "lower_third": "lower third",
        "top": "top",
        "center": "center",
        "bottom": "bottom",
    },
    "zh": {
        "empty": "时间线：空",
        "head": "时间线（{count} 条轨道）：",
        "video": "视频",
        "picture": "图片",
        "music": "配乐",
        "voice": "人声",
        "effect": "音效",
        "title": "标题",
        "untitled_clip": "片段",
        "untitled_still": "静图",
        "untitled_sound": "音频",
        "colon": "：",
        "comma": "，",
        "open": "（",
        "close": "）",
        "added": "已添加{thing}：{new}",
        "removed": "已去掉{thing}：{old}",
        "changed": "{thing}：{old} → {new}",
        "volume": "{thing}音量",
        "time": "{thing}时间",
        "when": "{thing}{name}时间",
        "look": "{thing}{name}：样式已改",
        "place": "{thing}{name}位置",
        "size": "{thing}{name}大小",
        "length": "时长",
        "canvas": "画面",
        "fps": "帧率",
        "name": "名称",
        "none": "无",
        "lower_third": "下方三分之一",
        "top": "上方",
        "center": "中间",
        "bottom": "下方",
    },
}


def clock(milliseconds: int) -> str:
    """Seconds without a unit below a minute (``7``, ``2.5``), minutes and seconds above (``1:05``)."""
    tenths = round(milliseconds / 100)
    whole, rest = divmod(tenths, 10)
    decimal = f".{rest}" if rest else ""
    if whole < 60:
        return f"{whole}{decimal}"
    minutes, seconds = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02}{decimal}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}{decimal}"


def span(start: int, end: int, language: _Language = "en") -> str:
    """``0-10s``, ``1:00-1:30``; ``0-10秒`` in Chinese."""
    unit = "" if end >= 59_950 else ("秒" if language == "zh" else "s")
    return f"{clock(start)}-{clock(end)}{unit}"


def length(milliseconds: int, language: _Language = "en") -> str:
    """``5 s``, ``1:05``; ``5 秒`` in Chinese."""
    if milliseconds >= 59_950:
        return clock(milliseconds)
    return f"{clock(milliseconds)} {'秒' if language == 'zh' else 's'}"


def quoted(text: str, language: _Language = "en") -> str:
    """The words of a title in quotation marks, on one line."""
    line = " ".join(text.split())
    return f"“{line}”" if language == "zh" else f'"{line}"'


def summary(timeline: Timeline, language: _Language = "en") -> str:
    """One line: ``Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) …``."""
    words = _WORDS[language]
    tracks = [track for track in timeline.tracks if track.segments]
    if not tracks:
        return words["empty"]
    head = words["head"].format(count=len(tracks), tracks="track" if len(tracks) == 1 else "tracks")
    gap = "" if language == "zh" else " "
    lines = [f"{i}. {_track(track, language)}" for i, track in enumerate(tracks, 1)]
    return head + gap + " ".join(lines)


def changes(before: Timeline, after: Timeline, language: _Language = "en") -> list[str]:
    """What differs, one sentence a change, from what to what; empty when nothing does."""
    words = _WORDS[language]
    found: list[str] = []

    def changed(thing: str, old: str, new: str) -> None:
        if old != new:
            found.append(words["changed"].format(thing=thing, old=old, new=new))

    changed(words["name"], before.meta.title or words["none"], after.meta.title or words["none"])
    changed(words["canvas"], *(f"{t.meta.width}×{t.meta.height}" for t in (before, after)))
    changed(words["fps"], str(before.meta.fps), str(after.meta.fps))
    if before.duration and after.duration:
        changed(words["length"], length(before.duration, language), length(after.duration, language))
    found += _picture_changes(before, after, language)
    found += _sound_changes(before, after, language)
    found += _title_changes(before, after, language)
    return found


def _track(track: Track, language: _Language) -> str:
    words = _WORDS[language]
    if isinstance(track, VideoTrack):
        stills = all(c.media.kind == "image" for c in track.segments)
        kind = words["picture" if stills else "video"]
    elif isinstance(track, AudioTrack):
        kind = words[track.segments[0].role]
    else:
        kind = words["title"]
    return kind + words["colon"] + words["comma"].join(_segment(s, language) for s in track.segments)


def _segment(segment: Clip | Sound | Title, language: _Language) -> str:
    words = _WORDS[language]
    inside = span(segment.start, segment.end, language)
    if isinstance(segment, Sound):
        inside += f"{words['comma']}{_percent(segment.volume)}"
    return f"{_name(segment, language)}{words['open']}{inside}{words['close']}"


def _name(segment: Clip | Sound | Title, language: _Language) -> str:
    if isinstance(segment, Title):
        return quoted(segment.text, language)
    if segment.label or segment.media.name:
        return segment.label or segment.media.name
    if isinstance(segment, Sound):
        return _WORDS[language]["untitled_sound"]
    return _WORDS[language]["untitled_still" if segment.media.kind == "image" else "untitled_clip"]


def _percent(volume: float) -> str:
    return f"{round(volume * 100)}%"


def _picture_changes(before: Timeline, after: Timeline, language: _Language) -> list[str]:
    words = _WORDS[language]
    old, new = before.clips, after.clips
    if [(c.media.hash, c.start, c.duration, c.offset, c.fit) for c in old] == [
        (c.media.hash, c.start, c.duration, c.offset, c.fit) for c in new
    ]:
        return []
    both = [words["comma"].join(_segment(c, language) for c in clips) for clips in (old, new)]
    thing = words["picture" if all(c.media.kind == "image" for c in (new or old)) else "video"]
    return [_difference(words, thing, *both)]


def _sound_changes(before: Timeline, after: Timeline, language: _Language) -> list[str]:
    words = _WORDS[language]
    found: list[str] = []
    for role in ("music", "voice", "effect"):
        old = [s for s in before.sounds if s.role == role]
        new = [s for s in after.sounds if s.role == role]
        if [(s.media.hash, s.offset, s.start) for s in old] != [
            (s.media.hash, s.offset, s.start) for s in new
        ]:
            both = [words["comma"].join(_segment(s, language) for s in sounds) for sounds in (old, new)]
            found.append(_difference(words, words[role], *both))
            continue
        for was, now in zip(old, new, strict=True):
            volumes = _percent(was.volume), _percent(now.volume)
            times = span(was.start, was.end, language), span(now.start, now.end, language)
            for key, (a, b) in (("volume", volumes), ("time", times)):
                if a != b:
                    thing = words[key].format(thing=words[role])
                    found.append(words["changed"].format(thing=thing, old=a, new=b))
    return found


def _title_changes(before: Timeline, after: Timeline, language: _Language) -> list[str]:
    words = _WORDS[language]
    old, new = {t.id: t for t in before.titles}, {t.id: t for t in after.titles}
    found = [
        words["removed"].format(thing=words["title"], old=_segment(t, language))
        for t in before.titles
        if t.id not in new
    ]
    for title in after.titles:
        was = old.get(title.id)
        if was is None:
            found.append(words["added"].format(thing=words["title"], new=_segment(title, language)))
        elif was != title:
            found += _one_title(was, title, language)
    return found


def _one_title(was: Title, now: Title, language: _Language) -> list[str]:
    words = _WORDS[language]
    rows: list[tuple[str, str, str]] = []
    name = quoted(now.text, language)
    rows.append((words["title"], quoted(was.text, language), name))
    times = span(was.start, was.end, language), span(now.start, now.end, language)
    rows.append((words["when"].format(thing=words["title"], name=name), *times))
    places = words[was.style.position], words[now.style.position]
    rows.append((words["place"].format(thing=words["title"], name=name), *places))
    sizes = (f"{was.style.size * 100:.3g}%", f"{now.style.size * 100:.3g}%")
    rows.append((words["size"].format(thing=words["title"], name=name), *sizes))
    found = [words["changed"].format(thing=thing, old=a, new=b) for thing, a, b in rows if a != b]
    return found or [words["look"].format(thing=words["title"], name=name)]


def _difference(words: dict[str, str], thing: str, old: str, new: str) -> str:
    if not old:
        return words["added"].format(thing=thing, new=new)
    if not new:
        return words["removed"].format(thing=thing, old=old)
    return words["changed"].format(thing=thing, old=old, new=new)
