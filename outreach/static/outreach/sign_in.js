// Signing in while the network comes and goes: each tap is written to this device first, with a mark
// of its own, and sent as soon as somebody answers. The server counts a mark once, so an entry whose
// answer was lost is simply sent again. No name is kept on the device.

const AGAIN = 10_000; // between two tries while something waits
const SAME_CODE = 4_000; // a code held before the camera is read many times

const page = document.querySelector("[data-sign-in]");
const status = page.querySelector("[data-status]");
const key = `sign-in-${page.dataset.session}`;
let queue = read();
let sending = false;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function keep() {
  try {
    if (queue.length) localStorage.setItem(key, JSON.stringify(queue));
    else localStorage.removeItem(key);
  } catch {
    // The browser keeps nothing: the page itself still does, while it is open.
  }
}

function newMark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(words, tone = "") {
  status.textContent = words;
  status.dataset.tone = tone;
}

function told(name, values = {}) {
  return status.dataset[name].replace(/\{(\w+)\}/g, (_all, word) => values[word]);
}

function rowOf(registration) {
  return page.querySelector(`[data-row="${CSS.escape(registration)}"]`);
}

function show(registration, kept) {
  const row = registration ? rowOf(registration) : null;
  if (!row) return;
  row.toggleAttribute("data-kept", kept);
  row.toggleAttribute("data-signed", !kept);
  const form = row.querySelector("form[data-form]");
  if (form) form.hidden = true;
  countMissing();
}

function showRefused(registration) {
  const row = registration ? rowOf(registration) : null;
  if (!row) return;
  row.removeAttribute("data-kept");
  const form = row.querySelector("form[data-form]");
  if (form) form.hidden = false;
  countMissing();
}

function countMissing() {
  const missing = page.querySelector("[data-missing]");
  if (missing) {
    missing.textContent = page.querySelectorAll("[data-row]:not([data-signed], [data-kept])").length;
  }
}

// --- writing down -------------------------------------------------------------------------------

function note(entry) {
  if (entry.registration && queue.some((one) => one.registration === entry.registration)) return;
  queue.push({ mark: newMark(), at: new Date().toISOString(), ...entry });
  keep();
  show(entry.registration, true);
  say(told("kept"));
  send();
}

function noteCode(text) {
  const plain = text.trim();
  const token = plain.replace(/\/+$/, "").split("/").pop();
  const typed = plain.replace(/[\s-]/g, "").toUpperCase();
  const row = Array.from(page.querySelectorAll("[data-row]")).find(
    (one) => one.dataset.token === token || one.dataset.code === typed,
  );
  if (row && (row.hasAttribute("data-signed") || row.hasAttribute("data-kept"))) {
    say(told("again"), "warning");
    return;
  }
  // One who registered after this page was opened is not in the list: the server knows him.
  note(row ? { way: "qr", registration: row.dataset.row } : { way: "qr", code: plain });
}

function noteForm(form) {
  const fields = new FormData(form);
  if (form.dataset.form === "qr") {
    noteCode(fields.get("code"));
    form.reset();
    form.elements.code.value = "";
    history.replaceState(null, "", location.pathname); // or the next reload would fill it in once more
    return;
  }
  note({
    way: form.dataset.form,
    registration: fields.get("registration") || "",
    adults: Number(fields.get("adults") || 0),
    minors: Number(fields.get("minors") || 0),
  });
  if (form.dataset.form === "numbers") form.reset();
}

page.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-form]");
  if (!form) return;
  event.preventDefault();
  noteForm(form);
});

// --- sending ------------------------------------------------------------------------------------

async function send() {
  if (sending || !queue.length) return;
  sending = true;
  const entries = queue.slice(0, 100);
  try {
    const answer = await fetch(page.dataset.send, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": page.querySelector("[name=csrfmiddlewaretoken]").value,
        "X-Requested-With": "XMLHttpRequest",
      },
      body: JSON.stringify({ entries }),
      redirect: "manual",
    });
    if (answer.ok) take(await answer.json(), entries);
    else if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
      say(told("signedOut"), "error");
    } else say(told("waiting", { n: queue.length }), "warning");
  } catch {
    say(told("waiting", { n: queue.length }), "warning");
  } finally {
    sending = false;
  }
}

function take(answer, entries) {
  const outcomes = new Map(answer.results.map((one) => [one.mark, one]));
  const sent = new Map(entries.map((one) => [one.mark, one]));
  queue = queue.filter((one) => !outcomes.has(one.mark));
  keep();
  let words = told("allSent");
  let tone = "";
  for (const one of answer.results) {
    if (one.state === "refused") {
      words = told("refused", { reason: one.reason });
      tone = "error";
      showRefused(sent.get(one.mark)?.registration);
      continue;
    }
    show(one.registration, false);
    if (tone) continue;
    words = one.state === "new" ? told("signed", { n: one.people }) : told("again");
  }
  page.querySelector("[data-adults]").textContent = answer.heads.adults;
  page.querySelector("[data-minors]").textContent = answer.heads.minors;
  say(words, tone);
  if (queue.length) setTimeout(send, 0);
}

addEventListener("online", send);
setInterval(send, AGAIN);
addEventListener("beforeunload", (event) => {
  if (queue.length) event.preventDefault();
});

// --- the camera ---------------------------------------------------------------------------------

const scan = page.querySelector("[data-scan]");
const video = page.querySelector("[data-camera]");
let stream = null;

async function look(detector) {
  let last = { text: "", at: 0 };
  while (stream) {
    const codes = await detector.detect(video).catch(() => []);
    for (const { rawValue } of codes) {
      if (rawValue === last.text && Date.now() - last.at < SAME_CODE) continue;
      last = { text: rawValue, at: Date.now() };
      noteCode(rawValue);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function turnCamera() {
  if (stream) {
    stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    return;
  }
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    scan.hidden = true; // not allowed, or none there: the code can be typed
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  look(new BarcodeDetector({ formats: ["qr_code"] }));
}

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  scan.hidden = false;
  scan.addEventListener("click", turnCamera);
}

for (const one of queue) show(one.registration, true);
send();
