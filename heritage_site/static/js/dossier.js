// A dossier that loses nothing: what is typed is kept on this device until the server has it, and
// is sent by itself. Each text names the revision it was written on; where somebody else has
// saved since, both are shown. Without this script the form saves when its button is pressed.

const form = document.querySelector("form[data-autosave]");
const PAUSE = 1200; // milliseconds after the last key
const RETRIES = [2, 4, 8, 15, 30]; // seconds; the last one repeats
const PRESENCE = 30_000;
const MOST_KEPT_ALIVE = 60_000; // browsers send no more than 64 KB after a page is left

const prefix = `dossier:${form.dataset.case}:`;
const words = Object.fromEntries(
  [...form.querySelector("[data-words]").content.querySelectorAll("[data-word]")].map((one) => [
    one.dataset.word,
    one.textContent,
  ]),
);
const status = form.querySelector("[data-status]");
const dirty = new Set(); // keys that the server has not got yet
const conflicts = new Set();
let timer = 0;
let retries = 0;
let sending = null;

function say(word, values = {}, grave = false) {
  const text = Object.entries(values).reduce(
    (all, [name, value]) => all.replace(`{${name}}`, value),
    words[word] ?? word,
  );
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("is-grave", grave);
}

// --- the questions of this page ---------------------------------------------------------------

const boxes = new Map(
  [...form.querySelectorAll("[data-question]")]
    .filter((box) => box.querySelector('[name^="revision-"]'))
    .map((box) => [box.dataset.question, box]),
);
const fields = (key) => [...form.elements].filter((field) => field.name === key);
const revisionField = (key) => form.elements[`revision-${key}`];

function textOf(key) {
  const all = fields(key);
  const ticks = all.filter((field) => field.type === "radio" || field.type === "checkbox");
  if (ticks.length) return ticks.find((field) => field.checked)?.value ?? "";
  return all[0]?.value ?? "";
}

function write(key, text) {
  for (const field of fields(key)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === text;
    else field.value = text;
  }
  count(key);
}

// --- the copy on this device: private answers only for as long as the tab is open ----------------

const store = {
  of: (key) => (boxes.get(key)?.hasAttribute("data-private") ? sessionStorage : localStorage),
  keep(key) {
    const chosen = fields(key).find((field) => field.type === "radio" && field.checked);
    const label = chosen?.labels[0]?.textContent.trim();
    const copy = { text: textOf(key), seen: Number(revisionField(key).value), label };
    try {
      this.of(key).setItem(prefix + key, JSON.stringify(copy));
    } catch {}
  },
  read(key) {
    try {
      return JSON.parse(this.of(key).getItem(prefix + key));
    } catch {
      return null;
    }
  },
  forget(key) {
    try {
      this.of(key).removeItem(prefix + key);
    } catch {}
  },
};

// --- characters ---------------------------------------------------------------------------------

function count(key) {
  const line = boxes.get(key)?.querySelector("[data-count]");
  if (!line) return;
  const number = [...textOf(key).trim()].length;
  const { most, least } = line.dataset;
  line.querySelector("[data-counted]").textContent = number
    ? words.left.replace("{count}", number)
    : "";
  line.classList.toggle(
    "is-over",
    (Number(most) > 0 && number > Number(most)) || (number > 0 && number < Number(least)),
  );
}

// --- sending ------------------------------------------------------------------------------------

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
}

function changed(key) {
  dirty.add(key);
  store.keep(key);
  count(key);
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSE);
}

function payload(keys) {
  const answers = {};
  for (const key of keys) answers[key] = { text: textOf(key), seen: Number(revisionField(key).value) };
  return answers;
}

// One request at a time; what is typed meanwhile goes with the next one.
async function flush() {
  clearTimeout(timer);
  while (sending) await sending; // of several that wait the first one sends, the others look again
  const keys = [...dirty].filter((key) => !conflicts.has(key));
  if (!keys.length) return conflicts.size === 0;
  sending = send(keys);
  const done = await sending;
  sending = null;
  return done;
}

async function send(keys) {
  const answers = payload(keys);
  say("saving");
  let response;
  try {
    response = await fetch(form.dataset.autosave, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ answers }),
      redirect: "error",
    });
  } catch {
    return later("away");
  }
  if (response.status === 401 || response.status === 403) return later("signed_out");
  if (response.status >= 500 || response.status === 429) return later("away");
  const said = await response.json().catch(() => ({}));
  if (!response.ok) {
    say(said.error ?? words.away, {}, true); // the text stays in the page and on this device
    return false;
  }
  retries = 0;
  return settle(answers, said.answers);
}

function later(word) {
  say(word, {}, true);
  const seconds = RETRIES[Math.min(retries, RETRIES.length - 1)];
  retries += 1;
  clearTimeout(timer);
  timer = setTimeout(flush, seconds * 1000);
  return false;
}

function settle(sent, told) {
  let time = "";
  let refused = "";
  for (const [key, one] of Object.entries(told)) {
    if (one.refused) {
      refused = one.refused;
      dirty.delete(key); // sent again when it is changed
      continue;
    }
    if (one.theirs !== undefined) {
      showConflict(key, one);
      continue;
    }
    revisionField(key).value = one.revision;
    time = one.saved_at ?? time;
    if (textOf(key) === sent[key].text) {
      dirty.delete(key);
      store.forget(key);
    } else {
      store.keep(key);
      timer = setTimeout(flush, PAUSE);
    }
  }
  if (refused) say(refused, {}, true);
  else if (conflicts.size) say("conflict", {}, true);
  else say("saved", { time });
  return !refused && !conflicts.size;
}

// --- two texts ----------------------------------------------------------------------------------

function showConflict(key, told) {
  if (conflicts.has(key)) return;
  conflicts.add(key);
  const box = boxes.get(key);
  const block = document.createElement("div");
  block.className = "question-theirs";
  block.setAttribute("role", "alert");
  const title = document.createElement("strong");
  title.textContent = words.theirs.replace("{name}", told.saved_by);
  const text = document.createElement("p");
  text.textContent = shown(key, told.theirs); // as text, whatever it contains
  text.className = "question-theirs-text";
  const actions = document.createElement("p");
  actions.className = "form-actions";
  for (const [word, choose] of [
    ["keep_mine", () => changed(key)],
    ["take_theirs", () => (write(key, told.theirs), taken(key))],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button is-quiet";
    button.textContent = words[word];
    button.addEventListener("click", () => {
      conflicts.delete(key);
      revisionField(key).value = told.revision;
      block.remove();
      choose();
      flush();
    });
    actions.append(button);
  }
  block.append(title, text, actions);
  box.append(block);
}

// A chosen option is told by its label.
function shown(key, text) {
  const field = fields(key).find((one) => one.value === text && one.labels?.length);
  const option = form.querySelector(`select[name="${key}"] option[value="${CSS.escape(text)}"]`);
  if (option) return option.textContent;
  return field && field.type === "radio" ? field.labels[0].textContent.trim() : text;
}

function taken(key) {
  dirty.delete(key);
  store.forget(key);
}

// --- beginning ----------------------------------------------------------------------------------

function restore() {
  let restored = false;
  for (const key of boxes.keys()) {
    count(key);
    const copy = store.read(key);
    if (!copy || typeof copy.text !== "string") continue;
    if (copy.text === textOf(key)) {
      store.forget(key);
      continue;
    }
    const saved = { theirs: textOf(key), revision: Number(revisionField(key).value), saved_by: "" };
    if (copy.seen !== saved.revision && boxes.get(key).querySelector(".question-theirs")) continue;
    offer(key, copy);
    write(key, copy.text);
    if (textOf(key) !== copy.text) {
      write(key, saved.theirs); // an option of a list that is not on offer any more
      store.forget(key);
      continue;
    }
    revisionField(key).value = copy.seen;
    dirty.add(key);
    restored = true;
  }
  if (restored) {
    say("restored");
    timer = setTimeout(flush, 300);
  }
}

// A project that was looked up and chosen, on a page that was loaded before it was saved.
function offer(key, copy) {
  const place = document.getElementById(`found-${key}`);
  if (!place || !copy.label || fields(key).some((field) => field.value === copy.text)) return;
  const label = document.createElement("label");
  label.className = "question-option";
  const radio = document.createElement("input");
  radio.type = "radio";
  radio.name = key;
  radio.value = copy.text;
  label.append(radio, ` ${copy.label}`);
  place.append(label);
}

async function tellPresence() {
  if (document.visibilityState !== "visible") return;
  try {
    const response = await fetch(form.dataset.presence, {
      method: "POST",
      headers: { "X-CSRFToken": token() },
    });
    if (!response.ok) return;
    const { others } = await response.json();
    const line = form.querySelector("[data-others]");
    line.hidden = others.length === 0;
    const text = others.length ? words.others.replace("{names}", others.join("、")) : "";
    if (line.textContent !== text) line.textContent = text;
  } catch {}
}

form.addEventListener("input", (event) => {
  if (boxes.has(event.target.name)) changed(event.target.name);
});
form.addEventListener("change", (event) => {
  if (boxes.has(event.target.name)) changed(event.target.name);
});
form.addEventListener("focusout", () => {
  if (dirty.size) flush();
});
window.addEventListener("online", () => {
  retries = 0;
  flush();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && dirty.size) flush();
});
window.addEventListener("pagehide", () => {
  const keys = [...dirty].filter((key) => !conflicts.has(key));
  if (!keys.length) return;
  const body = JSON.stringify({ answers: payload(keys) });
  const keepalive = new Blob([body]).size < MOST_KEPT_ALIVE;
  fetch(form.dataset.autosave, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body,
    keepalive,
  }).catch(() => {});
});

// The button waits for what is under way, or the page's own saving would look like another window.
form.addEventListener("submit", async (event) => {
  if (form.dataset.ready === "yes") return;
  event.preventDefault();
  const button = event.submitter;
  if (!(await flush())) return;
  form.elements.csrfmiddlewaretoken.value = token();
  form.dataset.ready = "yes";
  form.requestSubmit(button);
});

restore();
tellPresence();
setInterval(tellPresence, PRESENCE);
