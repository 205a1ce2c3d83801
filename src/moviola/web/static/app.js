// The page: a sentence goes in, what was made comes out.

import { Turn, figure, lanes, make } from "./stage.js";
import * as wire from "./wire.js";
import { language, speak, words } from "./words.js";

const $ = (id) => document.getElementById(id);
const text = $("text");
const talk = $("talk");

let session = null; // {session_id, task_id}
let opening = null;
let turn = null;
let running = 0;
let uploads = 0;

speak();
text.placeholder = words.placeholder;
for (const example of words.examples) {
  const button = make("button", { type: "button" }, example);
  button.addEventListener("click", () => {
    text.value = example;
    fit();
    text.focus();
  });
  $("examples").append(make("li", {}, button));
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
  text.style.overflowY = text.scrollHeight > text.clientHeight + 4 ? "auto" : "hidden";
  refresh();
}

function refresh() {
  document.body.classList.toggle("busy", running > 0 && !text.value.trim());
  $("send").disabled = uploads > 0 || (!running && !text.value.trim());
  $("send").lastElementChild.textContent = running && !text.value.trim() ? words.stop : words.send;
}

function bottom() {
  requestAnimationFrame(() => window.scrollTo({ top: document.body.scrollHeight, behavior: "smooth" }));
}

/** What a project is called: the first clause of what was said first. */
function nameOf(message) {
  return message.split(/[,，。.;；:：\n]/)[0].trim().slice(0, 48) || message.slice(0, 48);
}

/** The session, made at the first need and only once. */
function open(name) {
  if (session) return Promise.resolve(session);
  opening ??= wire.newSession(nameOf(name), language === "zh" ? "zh-CN" : undefined).then(
    (made) => {
      session = made;
      history.replaceState(null, "", `/workspace/task/${made.task_id}/${made.session_id}`);
      return made;
    },
    (error) => {
      opening = null;
      throw error;
    },
  );
  return opening;
}

function trouble(error) {
  return error instanceof wire.Told ? error.message : words.down;
}

async function showFilm() {
  const { state } = await wire.state(session.session_id);
  $("film").hidden = !lanes($("lanes"), state);
}

/** Show events as they come, in ``first`` or, as a message of the person begins it, in a turn of its own. */
async function play(events, first) {
  running += 1;
  refresh();
  const turns = new Map();
  const of = (event) => {
    let mine = turns.get(event.invocationId);
    if (!mine) {
      const said = event.author === "user" ? (event.content?.parts || []).map((part) => part.text || "").join("\n") : "";
      mine = turns.size === 0 && first ? first : new Turn(talk, said);
      turns.set(event.invocationId, mine);
    }
    return mine;
  };
  try {
    for await (const { event } of events) {
      turn = of(event);
      if (event.author !== "user") turn.take(event);
      bottom();
    }
  } catch (error) {
    (first || turn || new Turn(talk, "")).fail(trouble(error));
  }
  running -= 1;
  refresh();
  first?.end();
  for (const one of turns.values()) one.end();
  await showFilm().catch(() => {});
  bottom();
}

function lost() {
  turn?.progress(null, null, words.lost);
}

async function say(message) {
  document.body.classList.remove("fresh");
  const mine = new Turn(talk, message);
  turn = mine;
  for (const chip of [...$("chips").children]) {
    if (chip.media) mine.media.append(figure(chip.media));
    chip.remove();
  }
  bottom();
  try {
    const { session_id: id } = await open(message);
    await play(wire.send(id, message, lost), mine);
  } catch (error) {
    mine.fail(trouble(error));
  }
}

let arriving = Promise.resolve();

/** Upload files one after the other: the last one is what the next sentence is about. */
function attach(files) {
  for (const file of files) {
    const label = make("span", {}, `${words.uploading} ${file.name}`);
    const chip = make("li", {}, label);
    $("chips").append(chip);
    uploads += 1;
    arriving = arriving.then(() => bring(file, chip, label));
  }
  refresh();
  text.focus();
}

async function bring(file, chip, label) {
  try {
    const { session_id: id } = await open(file.name);
    chip.media = await wire.upload(id, file);
    label.textContent = chip.media.filename;
    if (chip.media.file_type === "image") chip.prepend(make("img", { src: wire.local(chip.media.cdn_url), alt: "" }));
  } catch (error) {
    label.className = "trouble";
    label.textContent = `${file.name}: ${trouble(error)}`;
    setTimeout(() => chip.remove(), 8000);
  }
  uploads -= 1;
  refresh();
}

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const message = text.value.trim();
  if (!message) {
    if (running) wire.cancel(session.session_id).catch(() => {});
    return;
  }
  if (uploads) return;
  text.value = "";
  fit();
  say(message);
});
text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  // While an input method is composing, Enter chooses characters.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  $("composer").requestSubmit();
});
$("file").addEventListener("change", () => {
  attach([...$("file").files]);
  $("file").value = "";
});
text.addEventListener("paste", (event) => {
  if (event.clipboardData.files.length) {
    event.preventDefault();
    attach([...event.clipboardData.files]);
  }
});
for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", over);
    if (name === "drop") attach([...event.dataTransfer.files]);
  });
}

$("export").addEventListener("click", async () => {
  const button = $("export");
  const format = $("format").value;
  const said = $("exported");
  button.disabled = true;
  try {
    const id = `web-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
    let status = await wire.render(id, session.session_id, format);
    while (status.status === "pending" || status.status === "processing") {
      said.textContent = `${words.exporting} · ${status.progress} %`;
      await new Promise((done) => setTimeout(done, 600));
      status = await wire.rendered(id);
    }
    if (status.status !== "completed") throw new wire.Told({ message: status.error || status.status }, 500);
    const address = wire.local(status.outputUrl);
    const megabytes = (status.output.size / 1e6).toFixed(1);
    said.replaceChildren(
      make("a", { class: "button", href: `${address}?download=1`, download: "" }, `${words.download} ${format.toUpperCase()} · ${megabytes} MB`),
    );
    const kinds = { gif: "image", png: "image", jpg: "image", webp: "image", mp3: "audio", wav: "audio", mp4: "video", webm: "video", mov: "video" };
    if (kinds[format] && turn) {
      turn.show([{ finished: true, cdn_url: status.outputUrl, sha256: id, file_type: kinds[format], name: decodeURIComponent(address.split("/").pop()), duration: status.output.duration, size: status.output.size }]);
      turn.media.lastElementChild.scrollIntoView({ block: "center", behavior: "smooth" });
    }
  } catch (error) {
    said.textContent = trouble(error);
  }
  button.disabled = false;
});

$("projects").addEventListener("toggle", async () => {
  if (!$("projects").open) return;
  const list = $("projects").lastElementChild;
  const found = await wire.projects().catch(() => []);
  list.replaceChildren(
    ...found.map((one) =>
      make("li", {}, make("a", { href: `/workspace/task/${one.task_id}/${one.session_id}` }, one.task_name || words.untitled)),
    ),
  );
  if (!found.length) list.append(make("li", { class: "quiet" }, words.none));
});
document.addEventListener("click", (event) => {
  if (!$("projects").contains(event.target)) $("projects").open = false;
});

/** Open the project that the address names: its whole conversation, and what still runs. */
async function reopen() {
  const [, first, second, task, id] = location.pathname.split("/");
  if (first === "task") {
    const found = (await wire.projects()).find((one) => one.task_id === second);
    if (found) session = found;
  } else if (first === "workspace" && second === "task") {
    session = { task_id: task, session_id: id };
  }
  if (!session) return;
  document.body.classList.remove("fresh");
  await play(wire.follow(session.session_id, 0, lost));
}

refresh();
reopen().catch((error) => {
  document.body.classList.remove("fresh");
  new Turn(talk, "").fail(trouble(error));
});
