// The server, as this page knows it: tokens, JSON calls, and streams that survive a lost connection.

import { words } from "./words.js";

const LOCAL = document.documentElement.dataset.local === "true";
const APP = "nemo_agent";

/** An error that the server told us in words. */
export class Told extends Error {
  constructor(body, status) {
    super(body.message || words.down);
    this.code = body.code;
    this.status = status;
  }
}

function clientId() {
  let id = localStorage.getItem("moviola.client");
  if (!id) {
    id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
    localStorage.setItem("moviola.client", id);
  }
  return id;
}

/** A new anonymous token. */
export async function newToken() {
  const answer = await fetch("/api/auth/anonymous-token", { method: "POST", headers: { "X-Client-Id": clientId() } });
  const body = await answer.json();
  if (!answer.ok) throw new Told(body, answer.status);
  return body.data.token;
}

async function token(fresh) {
  if (LOCAL) return null;
  let known = localStorage.getItem("moviola.token");
  if (!known || fresh) {
    known = await newToken();
    localStorage.setItem("moviola.token", known);
  }
  return known;
}

async function request(path, options = {}, again = true) {
  const bearer = await token(!again);
  const headers = {
    "X-Skill-Source": "moviola", "X-Skill-Version": "web", "X-Skill-Platform": "browser", ...options.headers,
  };
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  const answer = await fetch(path, { ...options, headers });
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => ({}));
  if (body.code === 1001 && again && !LOCAL) return request(path, options, false);
  throw new Told(body, answer.status);
}

const JSON_TYPE = { "Content-Type": "application/json" };

async function call(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) };
  return (await request(path, options)).json();
}

export const projects = async () => (await call("/api/tasks/me")).data.tasks;
export const newSession = async (name, language) =>
  (await call(`/api/tasks/me/with-session/${APP}`, { task_name: name, language })).data;
export const state = async (session) => (await call(`/api/state/${APP}/me/${session}/latest`)).data;
export const cancel = (session) => call(`/api/sessions/${session}/cancel`, {});
export const render = (id, session, format) =>
  call("/api/render/proxy/lambda", { id, sessionId: session, output: { format } });
export const rendered = (id) => call(`/api/render/proxy/lambda/${id}`);

export async function upload(session, file) {
  const form = new FormData();
  form.append("files", file, file.name);
  const answer = await request(`/api/upload-video/${APP}/me/${session}`, { method: "POST", body: form });
  return (await answer.json()).data.files[0];
}

/** The same server's address without its host, so that the page's policy lets it be shown. */
export function local(url) {
  const parsed = new URL(url, location.href);
  return parsed.pathname + parsed.search;
}

async function* read(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n");
      const data = lines.find((line) => line.startsWith("data: "));
      const id = lines.find((line) => line.startsWith("id: "));
      if (data) yield { seq: id ? Number(id.slice(4)) : null, event: JSON.parse(data.slice(6)) };
    }
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Events of the session after ``seq`` until nothing runs; resumed where a lost connection left off. */
export async function* follow(session, seq, lost) {
  for (let failures = 0; ; ) {
    try {
      const headers = { "Last-Event-ID": String(seq) };
      for await (const got of read(await request(`/api/sessions/${session}/events`, { headers }))) {
        failures = 0;
        if (got.seq) seq = got.seq;
        yield got;
      }
      return;
    } catch (error) {
      if (error instanceof Told || ++failures > 8) throw error;
      lost();
      await pause(Math.min(8000, 400 * 2 ** failures));
    }
  }
}

/** Events of the session after ``seen()`` as anyone makes them, until ``signal``. */
export async function* watch(session, seen, signal) {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const headers = { "Last-Event-ID": String(seen()) };
      for await (const got of read(await request(`/api/sessions/${session}/events?follow=true`, { headers, signal }))) {
        failures = 0;
        yield got;
      }
    } catch (error) {
      if (signal.aborted || error instanceof Told) return;
    }
    await pause(Math.min(30000, 400 * 2 ** failures));
  }
}

/** Send a message; tells its run to ``began``, gives its events, and goes on by ``follow`` if the stream breaks. */
export async function* send(session, text, began, lost) {
  const body = {
    app_name: APP, session_id: session, streaming: true, new_message: { parts: [{ text }] },
  };
  const answer = await request("/run_sse", { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) });
  began(answer.headers.get("X-Run-Id"));
  let seq = null;
  let over = false;
  try {
    for await (const got of read(answer)) {
      if (got.seq) seq = got.seq;
      over = Boolean(got.event.customMetadata?.final || got.event.error);
      yield got;
    }
  } catch {
    lost();
  }
  if (!over && seq !== null) yield* follow(session, seq, lost);
}
