from __future__ import annotations

import subprocess
import sys

import pytest

from moviola.engines.music.moods import Mood, default_for, find, styles
from moviola.engines.music.styles import style


@pytest.mark.parametrize(
    ("text", "key", "english", "chinese"),
    [
        ("calm piano", "calm piano", "Calm piano", "平静钢琴"),
        ("平静的钢琴", "calm piano", "Calm piano", "平静钢琴"),
        ("add lo-fi music", "lofi", "Lo-fi", "Lo-fi"),
        ("LOFI hip hop beats", "lofi", "Lo-fi", "Lo-fi"),
        ("轻松一点的音乐", "lofi", "Lo-fi", "Lo-fi"),
        ("sad lo-fi", "sad lofi", "Sad lo-fi", "悲伤Lo-fi"),
        ("epic cinematic orchestra", "epic cinematic", "Epic cinematic", "史诗电影感"),
        ("something cinematic", "cinematic", "Cinematic", "电影感"),
        ("ambient", "ambient", "Ambient", "氛围"),
        ("upbeat", "upbeat", "Upbeat", "动感"),
        ("史诗", "epic", "Epic", "史诗"),
        ("浪漫", "romantic", "Romantic", "浪漫"),
        ("悲伤", "sad", "Sad", "悲伤"),
        ("欢快的", "happy", "Happy", "欢快"),
        ("corporate", "corporate", "Inspiring", "励志"),
        ("smooth jazz with saxophone", "jazz saxophone", "Jazz saxophone", "爵士萨克斯"),
        ("acoustic folk guitar", "acoustic guitar", "Acoustic guitar", "民谣吉他"),
        ("电子音乐", "electronic", "Electronic", "电子"),
        ("mysterious", "mysterious", "Mysterious", "神秘"),
        ("古筝", "chinese guzheng", "Chinese traditional guzheng", "中国风古筝"),
        ("a violin", "cinematic strings", "Cinematic strings", "电影感弦乐"),
        ("piano", "calm piano", "Calm piano", "平静钢琴"),
        ("slow sad piano", "slow sad piano", "Slow sad piano", "慢速悲伤钢琴"),
        ("music box", "lullaby music box", "Lullaby music box", "摇篮曲八音盒"),
        ("not sad but happy", "happy", "Happy", "欢快"),
        ("不要悲伤的，要欢快的", "happy", "Happy", "欢快"),
    ],
)
def test_words_find_their_music(text: str, key: str, english: str, chinese: str) -> None:
    mood = find(text)
    assert mood is not None
    assert (mood.key, mood.label("en"), mood.label("zh")) == (key, english, chinese)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a weathered sea captain, slow push in, he breathes, calm piano, title 'The Captain'", "calm piano"),
        ("pan left slowly, let the water ripple, add lo-fi music", "lofi"),
        ("a sad man in a dark street, happy music", "happy"),
        ("一位悲伤的老人，慢慢推近，配上欢快的音乐", "happy"),
        ("秋天的古镇，古筝", "chinese guzheng"),
    ],
)
def test_only_the_clause_about_music_counts(text: str, key: str) -> None:
    mood = find(text)
    assert mood is not None
    assert mood.key == key


@pytest.mark.parametrize("text", ["", "   ", "polka dubstep", "音乐", "music", "sadistic", "嗯", "no jazz"])
def test_other_words_find_none(text: str) -> None:
    assert find(text) is None


def test_keys_find_themselves() -> None:
    for name in styles():
        mood = find(name)
        assert mood is not None
        assert mood.style == name
        assert find(mood.key) == mood
        keys = Mood(name, None, "electric_piano")
        assert find(keys.key) == keys
    for genre in ("lofi", "jazz", "ambient", "cinematic", "chinese"):
        mixed = Mood(genre, "sad", "piano", "slow")
        assert find(mixed.key) == mixed


def test_every_mood_can_be_composed_and_named() -> None:
    assert len(styles()) >= 12
    for name in styles():
        assert style(name).key == name
        assert Mood(name).label("en")
        assert Mood(name).label("zh")


def test_defaults() -> None:
    assert default_for("portrait").label("en") == "Calm piano"
    assert default_for("place").style == "ambient"
    assert default_for("something else").style == "cinematic"


def test_importing_the_words_loads_nothing_heavy() -> None:
    code = (
        "import sys; import moviola.engines.music, moviola.engines.music.moods as m; m.find('calm piano');"
        "assert not {'numpy', 'av', 'cv2', 'PIL'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
