"""Pages for a browser, and the links that skills hand out."""

from __future__ import annotations

import html
import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from moviola import web
from moviola.api.callers import TheHouse
from moviola.api.links import Links
from moviola.api.rooms import House
from moviola.api.routes.account import full_state
from moviola.errors import BadRequest, MoviolaError
from moviola.timeline import codec
from moviola.timeline.summary import summary

logger = logging.getLogger("moviola.api")
router = APIRouter(include_in_schema=False)

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
}


class _Static(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        # Checked at every load, so that a new version of the server never meets an old script.
        response.headers["Cache-Control"] = "no-cache"
        return response


def install(app: FastAPI) -> None:
    """Add the pages and their static files."""
    app.include_router(router)
    app.mount("/static", _Static(directory=web.FOLDER / "static"), name="static")


@router.get("/")
@router.get("/workspace/task/{task}/{session}")
@router.get("/task/{task}")
def workspace(house: TheHouse) -> Response:
    """The page where one types; which project it shows is read from the address by its script."""
    return _page("index.html", {"local": str(house.settings.has_local_user).lower()})


@router.get("/workspace/claim")
def claim(
    request: Request,
    house: TheHouse,
    ct: str | None = None,
    task: str | None = None,
    session: str | None = None,
    skill_name: str = "",
    skill_version: str = "",
    skill_source: str = "",
) -> Response:
    """A project by its claim token; or, for a browser that is signed in, by its task and session."""
    if ct is None and task and session:
        return RedirectResponse(f"/workspace/task/{quote(task, safe='')}/{quote(session, safe='')}", 303)
    if ct is None or not ct.startswith("clm_"):
        refusal = BadRequest("This link is not complete. Ask for a new one where you made the project.")
        return _notice(request, refusal)
    try:
        with house.store.read() as tx:
            claimed = tx.accounts.open_claim(ct)
        skill = tuple(one[:120] for one in (skill_source, skill_name, skill_version))
        logger.info("claim %s skill=%r", claimed.task_id, skill)
        return _project(request, house, claimed.user_id, claimed.session_id)
    except MoviolaError as error:
        return _notice(request, error)


@router.get("/register")
def register(request: Request, house: TheHouse) -> Response:
    """What an account would be for, and that this server needs none."""
    zh = _zh(request)
    if house.settings.is_metered:
        words = (
            ("注册", "这台服务器没有开放注册。您的项目和积分都还在；需要更多积分，请联系服务器的主人。")
            if zh
            else (
                "Registration",
                "This server does not take registrations. Your projects and your credits are safe; "
                "for more credits, ask whoever runs this server.",
            )
        )
    else:
        words = (
            ("无需注册", "这台服务器不收取积分，您可以直接使用。")
            if zh
            else ("No account needed", "This server charges nothing. Everything works as you are.")
        )
    return _words(request, *words)


@router.get("/settings/tokens")
def tokens(house: TheHouse) -> Response:
    """How a program gets a token here; makes one on request."""
    return _page("tokens.html", {"local": str(house.settings.has_local_user).lower()})


def _project(request: Request, house: House, user_id: str, session_id: str) -> Response:
    state = full_state(house, Links(house, request), user_id, session_id)
    found = state["state"]
    exports = [{**one, "cdn_url": one["url"]} for one in found["renders"] if one["url"]]
    shown = [*found["video_infos"], *found["generated_media"], *exports[-1:]]
    zh = _zh(request)
    pieces = [_figure(one) for one in reversed(shown) if one.get("cdn_url")]
    # Of each format the newest: who opens this wants the film, and not its drafts.
    newest: dict[str, str] = {}
    for one in reversed(exports):
        newest.setdefault(one["url"].rsplit(".", 1)[-1].upper(), one["url"])
    links = [
        f'<a class="button" download href="{_path(url)}?download=1">'
        f"{'下载成片' if zh else 'Download'} {html.escape(ending)}</a>"
        for ending, url in newest.items()
    ]
    empty = "这个项目里还没有内容。" if zh else "There is nothing in this project yet."
    return _page(
        "project.html",
        {
            "lang": "zh" if zh else "en",
            "title": html.escape(state["task_name"] or "Moviola"),
            "summary": html.escape(
                summary(codec.decode(found["draft"]), "zh" if zh else "en") if found["draft"].get("t") else ""
            ),
            "exports": "\n".join(links),
            "media": "\n".join(pieces) or f"<p>{empty}</p>",
        },
    )


def _figure(media: dict[str, Any]) -> str:
    address = _path(media["cdn_url"])
    name = html.escape(str(media.get("label") or media.get("name") or media.get("filename") or ""))
    kind = media.get("file_type")
    if kind == "video":
        shown = f'<video src="{address}" controls playsinline preload="metadata"></video>'
    elif kind == "audio":
        shown = f'<audio src="{address}" controls preload="metadata"></audio>'
    else:
        shown = f'<img src="{address}" alt="{name}" loading="lazy">'
    return f"<figure>{shown}<figcaption>{name}</figcaption></figure>"


def _path(url: str) -> str:
    """The address without its host: a page may show media of its own server only."""
    return html.escape("/media/" + url.partition("/media/")[2])


def _notice(request: Request, error: MoviolaError) -> Response:
    title, words = "This link does not open", error.message
    if _zh(request):
        title, words = "链接打不开", "这个链接不完整、无效或已过期。请在创建项目的地方重新获取链接。"
    return _words(request, title, words, error.status)


def _words(request: Request, title: str, words: str, status: int = 200) -> Response:
    zh = _zh(request)
    values = {
        "lang": "zh" if zh else "en",
        "title": html.escape(title),
        "words": html.escape(words),
        "back": "回到首页" if zh else "To the first page",
    }
    return _page("notice.html", values, status)


def _page(name: str, values: dict[str, str], status: int = 200) -> Response:
    text = Path(web.FOLDER / "templates" / name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace("{{" + key + "}}", value)
    return HTMLResponse(text, status, _HEADERS)


def _zh(request: Request) -> bool:
    return request.headers.get("accept-language", "").lower().startswith("zh")
