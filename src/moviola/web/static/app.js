// The page: a sentence goes in, what was made comes out.

import { Turn, figure, isPicture, lanes, make } from "./stage.js";
import * as wire from "./wire.js";
import { language, speak, words } from "./words.js";

const $ = (id) => document.getElementById(id);
const text = $("text");
const talk = $("talk");

let session = null; // {session_id, task_id}
let opening = null;
let turn = null;
let uploads = 0;

const working = new Set(); // turns whose run goes on
const own = new Set(); // runs that this page sent: each has a stream of its own
const others = new Map(); // the turns of all other runs, by run
let seen = 0; // number of the last event that came for others
let posting = Promise.resolve(); // until the runs of all messages sent are known
let watcher = null;

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
  const stoppable = working.size > 0 && !text.value.trim();
  document.body.classList.toggle("busy", stoppable);
  $("send").disabled = uploads > 0 || (!working.size && !text.value.trim());
  $("send").lastElementChild.textContent = stoppable ? words.stop : words.send;
}

let scrolling = 0;

function bottom() {
  clearTimeout(scrolling);
  scrolling = setTimeout(() => (scrolling = 0), 1000);
  requestAnimationFrame(() => window.scrollTo({ top: document.body.scrollHeight, behavior: "smooth" }));
}

/** Whether what comes next is looked for: the end of the page is in view, or on its way there. */
function atBottom() {
  return scrolling || window.innerHeight + window.scrollY > document.body.scrollHeight - 160;
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
      watch();
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
  // A picture is saved as a picture and what moves or sounds as a film, until somebody chooses.
  if (!chosen) $("format").value = isPicture(state.draft) ? "png" : "mp4";
}

let chosen = false;
$("format").addEventListener("change", () => { chosen = true; });

let filming = 0;

function begin(one) {
  working.add(one);
  refresh();
}

function finish(one) {
  const near = atBottom();
  one.end();
  working.delete(one);
  refresh();
  clearTimeout(filming);
  filming = setTimeout(() => showFilm().then(() => near && bottom(), () => {}), 100);
}

/** Send a message, and show what its run answers in the turn ``mine``; ``known`` is called once the run is. */
async function play(id, message, mine, known) {
  let run = null;
  begin(mine);
  const began = (given) => {
    run = given;
    own.add(run);
    const before = others.get(run);
    if (before) {
      // The same words were sent elsewhere, and this message joined their run.
      before.item.remove();
      finish(before);
    }
    known();
  };
  try {
    for await (const { event } of wire.send(id, message, began, lost)) {
      if (event.author === "user" || (run && event.invocationId && event.invocationId !== run)) continue;
      turn = mine;
      mine.take(event);
      bottom();
    }
  } catch (error) {
    mine.fail(trouble(error));
  }
  bottom();
  finish(mine);
}

/** Show the events of runs that this page did not send: the past, and what another browser says. */
async function attend(events) {
  for await (const { seq, event } of events) {
    await posting;
    if (event.error) throw new wire.Told({ message: event.error }, 500);
    if (seq <= seen) continue;
    seen = seq;
    const run = event.invocationId;
    if (own.has(run)) continue;
    const near = atBottom();
    let theirs = others.get(run);
    if (!theirs) {
      document.body.classList.remove("fresh");
      theirs = new Turn(talk, event.author === "user" ? (event.content?.parts || []).map((part) => part.text || "").join("\n") : "");
      others.set(run, theirs);
      begin(theirs);
    }
    turn = theirs;
    if (event.author !== "user") theirs.take(event);
    if (event.customMetadata?.final) finish(theirs);
    if (near) bottom();
  }
}

/** Attend to the project for as long as the page is seen. */
async function watch() {
  if (watcher || !session || document.hidden) return;
  const mine = new AbortController();
  watcher = mine;
  // What is wrong with the project, the next message tells.
  await attend(wire.watch(session.session_id, () => seen, mine.signal)).catch(() => {});
  if (watcher === mine) watcher = null;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    watcher?.abort();
    watcher = null;
  } else watch();
});

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
  let known;
  const earlier = posting;
  posting = new Promise((done) => (known = done));
  // Two connections may overtake each other; what was said first must arrive first.
  await earlier;
  try {
    const { session_id: id } = await open(message);
    await play(id, message, mine, known);
  } catch (error) {
    mine.fail(trouble(error));
  }
  known();
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
    if (working.size) wire.cancel(session.session_id).catch(() => {});
    return;
  }
  if (uploads) return;
  text.value = "";
  fit();
  say(message);
});
text.addEventListener("input", fit);
window.addEventListener("resize", fit);
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
  await attend(wire.follow(session.session_id, 0, lost));
  for (const one of working) if ([...others.values()].includes(one)) finish(one);
  await showFilm();
  bottom();
  watch();
}

fit();
reopen().catch((error) => {
  document.body.classList.remove("fresh");
  new Turn(talk, "").fail(trouble(error));
});
