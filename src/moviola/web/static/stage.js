// What is seen: turns of the conversation, media, and the draft's tracks.

import { local } from "./wire.js";
import { doing, words } from "./words.js";

/** An element with attributes and children. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function size(bytes) {
  return bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

/** One picture, clip or sound with its caption. */
export function figure(media) {
  const address = local(media.cdn_url);
  const name = media.label || media.name || media.filename || "";
  let shown;
  if (media.file_type === "video") {
    // A raw clip is silent and plays by itself; a finished film waits to be heard.
    const raw = !media.finished;
    shown = make("video", { src: address, controls: true, playsInline: true, preload: "auto", loop: raw, muted: raw, autoplay: raw });
  } else if (media.file_type === "audio") {
    shown = make("audio", { src: address, controls: true, preload: "metadata" });
  } else {
    shown = make("img", { src: address, alt: name, decoding: "async" });
  }
  if (media.width && media.height && shown.tagName !== "AUDIO") {
    shown.width = media.width;
    shown.height = media.height;
    const ratio = media.width / media.height;
    shown.style.height = "auto";
    // The room it will take, before it is there: nothing jumps when it comes.
    shown.style.setProperty("--wide", `min(100%, ${media.width}px, ${(72 * ratio).toFixed(3)}vh)`);
    shown.style.aspectRatio = `${media.width} / ${media.height}`;
  }
  const facts = [name];
  if (media.width) facts.push(`${media.width} × ${media.height}`);
  if (media.duration) facts.push(`${Number(media.duration).toFixed(1)} s`);
  if (media.size) facts.push(size(media.size));
  const caption = make("figcaption", {}, ...facts.filter(Boolean).map((fact) => make("span", {}, fact)));
  caption.append(make("a", { href: `${address}?download=1`, download: "" }, words.save));
  return make("figure", {}, shown, caption);
}

/** One message and all that answers it. */
export class Turn {
  constructor(talk, said) {
    this.shown = new Set();
    this.draft = "";
    this.media = make("div", { class: "media" });
    this.work = make("p", { class: "work unknown" }, make("span", {}, words.thinking), make("i"));
    this.words = make("p", { class: "words" });
    this.item = make("li", { class: "turn" });
    if (said) this.item.append(make("p", { class: "said" }, said));
    this.item.append(this.media, this.words, this.work);
    talk.append(this.item);
  }

  /** Show one event. */
  take(event) {
    const facts = event.customMetadata || {};
    if (event.error) return this.fail(event.error);
    if (facts.progress) {
      this.progress(facts.progress.tool, facts.progress.percent);
      if (facts.progress.preview) this.foreshow(facts.progress.preview);
    }
    if (facts.queued) return this.progress(null, null, words.queued);
    for (const part of event.content?.parts || []) {
      if (part.functionCall) this.progress(part.functionCall.name, null);
      if (part.functionResponse) {
        const { name, response } = part.functionResponse;
        if (name === "make_variations") this.offer(response?.media);
        else this.show(response?.media);
      }
      if (part.text && event.author !== "user") this.say(part.text, event.partial);
    }
    if (facts.stage === "raw_clip") this.show(facts.media);
    if (facts.final) this.end();
    return null;
  }

  say(text, partial) {
    if (partial) {
      this.draft += text;
      this.words.textContent = (this.whole ? `${this.whole}\n\n` : "") + this.draft.trim();
      return;
    }
    // The whole text repeats the pieces that came before it.
    this.whole = (this.whole ? `${this.whole}\n\n` : "") + text.trim();
    this.draft = "";
    this.words.textContent = this.whole;
  }

  progress(tool, percent, text = doing(tool)) {
    this.work.classList.toggle("unknown", !percent);
    this.work.firstChild.textContent = percent ? `${text} · ${percent} %` : text;
    this.work.style.setProperty("--done", String((percent || 0) / 100));
  }

  /** A small picture of what is being made; it gives way to the first result. */
  foreshow(preview) {
    if (!preview.cdn_url) return;
    const before = this.preview;
    this.preview = make("img", { class: "preview", src: local(preview.cdn_url), alt: "" });
    if (before) before.replaceWith(this.preview);
    else this.media.append(this.preview);
  }

  /** The figure of a result; until it has come, the preview is seen in its place. */
  unveil(media) {
    const made = figure(media);
    const shown = made.firstChild;
    const preview = this.preview?.isConnected && this.preview.src;
    this.preview?.remove();
    if (preview && shown.tagName === "VIDEO") shown.poster = preview;
    if (preview && shown.tagName === "IMG") {
      shown.style.background = `center / cover url("${preview}")`;
      shown.addEventListener("load", () => { shown.style.background = ""; }, { once: true });
    }
    return made;
  }

  show(media) {
    for (const one of media || []) {
      const key = one.sha256 || one.cdn_url;
      if (!one.cdn_url || this.shown.has(key)) continue;
      this.shown.add(key);
      // What came before was the way to this: it stays within reach, small.
      if (one.file_type !== "audio") {
        for (const before of this.media.querySelectorAll("figure:has(img, video)")) before.classList.add("before");
      }
      this.media.append(this.unveil(one));
    }
  }

  /** Pictures to choose from: side by side, with their numbers. */
  offer(media) {
    this.preview?.remove();
    for (const [index, one] of (media || []).entries()) {
      if (!one.cdn_url || this.shown.has(one.sha256)) continue;
      this.shown.add(one.sha256);
      const choice = figure(one);
      choice.classList.add("choice");
      choice.querySelector("figcaption").prepend(make("b", {}, String(index + 1)));
      this.media.append(choice);
    }
  }

  fail(message) {
    this.words.textContent = message;
    this.words.classList.add("trouble");
    this.end();
  }

  end() {
    this.work.remove();
    this.preview?.remove();
    const videos = [...this.media.querySelectorAll("video")];
    for (const video of videos.slice(0, -1)) video.pause();
  }
}

/** Whether a draft is one still picture, with a title or without. */
export function isPicture(draft) {
  const seen = (draft.t || []).flatMap((track) => (track.tt === 7 ? [] : track.sg));
  return seen.length === 1 && seen[0].r?.k === "image";
}

const LANES = { 0: ["picture", "video"], 1: ["music", "audio"], 7: ["title", "text"] };

/** The draft's tracks as lanes, with the names that media have for people; whether there is anything to export. */
export function lanes(place, state) {
  const draft = state.draft;
  const names = new Map([...state.video_infos, ...state.generated_media].map((one) => [one.sha256, one.label || one.name]));
  place.replaceChildren();
  const total = Math.max(1, ...(draft.t || []).flatMap((track) => track.sg.map((one) => (one.s || 0) + one.d)));
  const told = [];
  for (const track of draft.t || []) {
    if (!track.sg.length || !LANES[track.tt]) continue;
    const [name, kind] = LANES[track.tt];
    const lane = make("div");
    for (const one of track.sg) {
      const label = one.x || names.get(one.r?.h) || one.r?.n || "";
      const piece = make("span", { title: label }, label);
      piece.style.left = `${(100 * (one.s || 0)) / total}%`;
      piece.style.width = `${(100 * one.d) / total}%`;
      lane.append(piece);
      told.push(`${words[name]}: ${label}`);
    }
    place.append(make("div", { class: `lane ${kind}` }, make("b", {}, words[name]), lane));
  }
  place.setAttribute("aria-label", `${words.timeline}. ${told.join(". ")}`);
  return told.length > 0;
}
