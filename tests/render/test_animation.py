from __future__ import annotations

from moviola.render.animation import REST, pose


def test_none_is_there_all_the_time() -> None:
    assert pose("none", 0, 4, 90) == REST
    assert pose("none", 3.99, 4, 90) == REST


def test_a_title_comes_rests_and_goes() -> None:
    poses = [pose("rise", at / 30, 4, 90) for at in range(121)]
    assert poses[0].opacity == 0 and poses[-1].opacity == 0
    assert poses[60] == REST
    rising = [one.drop for one in poses[:30]]
    assert rising[0] > 20 and rising == sorted(rising, reverse=True) and rising[-1] == 0
    coming = [one.opacity for one in poses[:30]]
    assert coming == sorted(coming)


def test_fade_does_not_move() -> None:
    assert all(pose("fade", at / 30, 4, 90).drop == 0 for at in range(121))


def test_a_very_short_title_is_still_seen() -> None:
    assert max(pose("rise", at / 100, 0.3, 90).opacity for at in range(30)) == 1
