// Files that survive a broken line: each is sent in pieces to the field's address (tus 1.0), and
// goes on where it stopped, in the same window or after the same file is chosen again.
// Without this script the field is a plain file input and its form sends the files whole.

const SMALLEST_PIECE = 128 * 1024;
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds; the last one repeats
const LOOKS = [1, 2, 4, 8, 15, 30, 60]; // seconds between looks at a file being checked
const KEPT = 7 * 24 * 3600 * 1000; // the server gives a broken-off upload up after as long

class Away extends Error {} // no answer: the network or the server is away for a moment
class Stopped extends Error {} // paused or removed
class SignedOut extends Error {}
class Gone extends Error {} // the server knows nothing of this upload any more
class Unreadable extends Error {} // the file on this device was moved or changed
class Refused extends Error {}

// --- what this browser remembers of broken-off uploads; it may be forbidden to ------------------

const memory = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {}
  },
  forget(key) {
    try {
      localStorage.removeItem(key);
    } catch {}
  },
  keys(prefix) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  },
};

// --- the wire -----------------------------------------------------------------------------------

function token(field) {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  const hidden = field.closest("form")?.querySelector("[name=csrfmiddlewaretoken]");
  return cookie ? cookie[1] : hidden?.value || "";
}

// fetch tells nothing of how much has been sent; XMLHttpRequest does.
function ask(field, method, url, { headers = {}, body = null, signal, progress } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Stopped()); // between two requests
    const request = new XMLHttpRequest();
    request.open(method, url);
    const all = { "X-CSRFToken": token(field), "Tus-Resumable": "1.0.0", ...headers };
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
    const stop = () => request.abort();
    signal?.addEventListener("abort", stop);
    if (progress) {
      request.upload.onprogress = (event) => signal?.aborted || progress(event.loaded);
    }
    request.onloadend = () => {
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted) reject(new Stopped());
      else answered(request, resolve, reject);
    };
    request.send(body);
  });
}

function answered(request, resolve, reject) {
  const { status } = request;
  let said = null;
  try {
    said = JSON.parse(request.responseText);
  } catch {}
  const offset = Number(request.getResponseHeader("Upload-Offset") ?? NaN);
  const ours = request.getResponseHeader("Tus-Resumable") !== null;
  if (status === 0 || status === 408 || status === 429 || status >= 500) reject(new Away());
  else if (status === 401 || status === 403 || !ours) reject(new SignedOut(said?.error || ""));
  else if (status === 404 || status === 410) reject(new Gone());
  else if (status === 409 && !Number.isNaN(offset)) resolve({ offset, conflict: true });
  else if (status >= 400) reject(new Refused(said?.error || `${status}`));
  else resolve({ ...said, offset, location: request.getResponseHeader("Location") });
}

// --- one file -----------------------------------------------------------------------------------

class Upload {
  constructor(place, file, row) {
    this.place = place;
    this.file = file;
    this.row = row;
    this.key = place.keyOf(file);
    this.url = memory.read(this.key)?.url || null;
    this.offset = 0;
    this.piece = Math.min(SMALLEST_PIECE * 4, place.largestPiece);
    this.is = "waiting";
  }

  get percent() {
    return this.file.size ? Math.floor((this.offset / this.file.size) * 100) : 0;
  }

  show(is, word = is, facts = {}) {
    this.is = is;
    this.place.show(this.row, is, word, { percent: this.percent, ...facts });
  }

  // Until it is handed in, refused or stopped; a line that is away is waited for.
  async go() {
    this.stopper = new AbortController();
    let tries = 0;
    for (;;) {
      try {
        this.show("sending");
        await this.transfer(() => (tries = 0));
        return;
      } catch (problem) {
        // Unknown here may mean signed out: the address is kept until there is another.
        if (problem instanceof Gone && tries++ < 3) continue;
        if (!(problem instanceof Away)) return this.ended(problem);
        const seconds = PAUSES[Math.min(tries++, PAUSES.length - 1)];
        if (await this.wait(seconds)) return;
      }
    }
  }

  ended(problem) {
    if (problem instanceof Stopped) return;
    if (problem instanceof SignedOut || problem instanceof Gone) {
      this.show("paused", problem.message || "signed_out");
    } else if (problem instanceof Unreadable) {
      this.show("refused", "unreadable");
    } else if (problem instanceof Refused) {
      memory.forget(this.key);
      this.show("refused", problem.message);
    } else {
      throw problem;
    }
    this.place.say(this.row);
  }

  // True when it was stopped meanwhile. The browser's word that the line is back ends it early.
  wait(seconds) {
    return new Promise((resolve) => {
      let left = seconds;
      const done = () => {
        clearInterval(clock);
        removeEventListener("online", done);
        this.stopper.signal.removeEventListener("abort", done);
        resolve(this.stopper.signal.aborted);
      };
      const tell = () => this.show("away", "away", { seconds: left });
      const clock = setInterval(() => (--left > 0 ? tell() : done()), 1000);
      addEventListener("online", done);
      this.stopper.signal.addEventListener("abort", done);
      tell();
      if (seconds > 1) this.place.say(this.row);
    });
  }

  async transfer(moved) {
    let last = await this.located();
    // All there and still "uploading": the server fell before it could judge. An empty piece asks.
    while (this.offset < this.file.size || last.state === "uploading") {
      last = await this.sendPiece();
      moved();
    }
    await this.handedIn(last);
  }

  // Where the server wants to go on; a new upload when it knows of none.
  async located() {
    const { signal } = this.stopper;
    if (this.url) {
      try {
        const state = await ask(this.place.field, "GET", this.url, { signal });
        if (state.state !== "removed" && state.state !== "refused") {
          this.offset = state.offset;
          return state;
        }
      } catch (problem) {
        if (!(problem instanceof Gone)) throw problem;
      }
    }
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.file.name)));
    const headers = {
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": `filename ${name}`,
    };
    const begun = await ask(this.place.field, "POST", this.place.url, { headers, signal });
    this.url = new URL(begun.location, location.href).pathname;
    this.offset = 0;
    this.remember();
    return begun;
  }

  remember() {
    const { name, size } = this.file;
    memory.write(this.key, { url: this.url, name, size, offset: this.offset, at: Date.now() });
  }

  async sendPiece() {
    const from = this.offset;
    const began = performance.now();
    const body = await this.bytes(from, from + this.piece);
    const said = await ask(this.place.field, "PATCH", this.url, {
      headers: {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": String(from),
      },
      body,
      signal: this.stopper.signal,
      progress: (sent) => {
        this.offset = Math.min(from + sent, from + body.byteLength);
        this.show("sending");
      },
    }).catch((problem) => {
      this.offset = from;
      throw problem;
    });
    this.offset = said.offset;
    this.remember();
    this.show("sending");
    this.resize((performance.now() - began) / 1000);
    return said;
  }

  async bytes(from, to) {
    try {
      return await this.file.slice(from, to).arrayBuffer();
    } catch {
      throw new Unreadable();
    }
  }

  // Pieces of about three seconds: small ones lose less when a poor line breaks.
  resize(seconds) {
    if (seconds < 1.5) this.piece = Math.min(this.piece * 2, this.place.largestPiece);
    else if (seconds > 6) this.piece = Math.max(this.piece / 2, SMALLEST_PIECE);
  }

  async handedIn(state) {
    memory.forget(this.key);
    for (let look = 0; state.state === "checking" || state.state === undefined; look++) {
      this.show("checking", look > 3 ? "queued" : "checking");
      if (look === 0) this.place.take(this, state);
      if (look === LOOKS.length) return;
      await new Promise((resolve) => setTimeout(resolve, LOOKS[look] * 1000));
      if (this.stopper.signal.aborted) throw new Stopped();
      try {
        state = await ask(this.place.field, "GET", this.url, { signal: this.stopper.signal });
      } catch (problem) {
        if (!(problem instanceof Away)) throw problem;
      }
    }
    if (state.state === "uploading") throw new Away();
    if (state.state !== "ready") throw new Refused(state.error || state.state_label);
    this.offset = this.file.size;
    this.show("ready");
    this.place.take(this, state);
    this.place.say(this.row);
  }

  pause() {
    this.stopper?.abort();
    this.show("paused");
    this.place.say(this.row);
  }

  async remove() {
    this.stopper?.abort();
    this.is = "removed";
    memory.forget(this.key);
    if (this.url) await ask(this.place.field, "DELETE", this.url).catch(() => {});
  }
}

// --- the field ----------------------------------------------------------------------------------

class Place {
  constructor(field) {
    this.field = field;
    this.url = field.dataset.upload;
    this.largestPiece = Number(field.dataset.mostPiece);
    this.input = field.querySelector("input[type=file]");
    this.list = field.querySelector(".upload-list");
    this.live = field.querySelector("[data-live]");
    this.uploads = [];
    this.rows = new Map();
    this.words = Object.fromEntries(
      [...field.querySelector("[data-words]").content.querySelectorAll("[data-word]")].map(
        (word) => [word.dataset.word, word.textContent],
      ),
    );
    this.input.addEventListener("change", () => this.chosen());
    this.list.addEventListener("click", (event) => this.pressed(event));
    field.closest("form")?.addEventListener("submit", (event) => this.submitting(event));
    this.recall();
  }

  keyOf(file) {
    return `upload ${this.url} ${file.size} ${file.lastModified} ${file.name}`;
  }

  recall() {
    for (const key of memory.keys(`upload ${this.url} `)) {
      const known = memory.read(key);
      if (!known?.url || Date.now() - known.at > KEPT) {
        memory.forget(key);
        continue;
      }
      const row = this.newRow(known.name, known.size);
      row.dataset.key = key;
      const percent = Math.floor((known.offset / known.size) * 100);
      this.show(row, "remembered", "remembered", { percent });
    }
  }

  newRow(name, size) {
    const row = this.field.querySelector("[data-row]").content.cloneNode(true).firstElementChild;
    row.querySelector("[data-name]").textContent = name;
    row.querySelector("[data-size]").textContent = readable(size);
    row.querySelector("progress").setAttribute("aria-label", name);
    for (const button of row.querySelectorAll("[data-do]")) {
      button.setAttribute("aria-label", `${button.textContent}：${name}`);
    }
    this.list.append(row);
    this.list.hidden = false;
    return row;
  }

  // A word of the template's, or a sentence the server said.
  show(row, is, word, facts) {
    const said = (this.words[word] ?? word).replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
    row.dataset.is = is;
    row.querySelector("[data-state]").textContent = said;
    const bar = row.querySelector("progress");
    bar.value = is === "ready" || is === "checking" ? 100 : facts.percent || 0;
    bar.hidden = is === "refused";
    const busy = is === "sending" || is === "waiting" || is === "away";
    row.querySelector("[data-do=pause]").hidden = !busy;
    row.querySelector("[data-do=resume]").hidden = is !== "paused";
    row.querySelector("[data-do=remove]").hidden = is === "ready" || is === "checking";
  }

  // Aloud, for those who do not see the row: turning points only, not every percent.
  say(row) {
    const name = row.querySelector("[data-name]").textContent;
    this.live.textContent = `${name}：${row.querySelector("[data-state]").textContent}`;
  }

  chosen() {
    for (const file of this.input.files) this.add(file);
    this.input.value = ""; // the form must not send them a second time
    this.next();
  }

  add(file) {
    const key = this.keyOf(file);
    if (this.uploads.some((upload) => upload.key === key && upload.is !== "refused")) return;
    this.list.querySelector(`[data-key="${CSS.escape(key)}"]`)?.remove();
    const row = this.newRow(file.name, file.size);
    const upload = new Upload(this, file, row);
    const most = Number(this.field.dataset.mostBytes);
    const places = Number(this.field.dataset.mostFiles) || Infinity;
    const counted = this.uploads.filter((other) => other.is !== "refused").length;
    if (!file.size) upload.show("refused", "empty");
    else if (file.size > most) {
      upload.show("refused", "too_large", { size: readable(file.size), most: readable(most) });
    } else if (Number(this.field.dataset.held) + counted >= places) {
      upload.show("refused", "too_many", { most: places });
    } else upload.show("waiting");
    if (upload.is === "refused") this.say(row);
    this.uploads.push(upload);
    this.rows.set(row, upload);
  }

  // One at a time: a poor line carries one file sooner than five.
  async next() {
    if (this.active) return;
    this.active = this.uploads.find((upload) => upload.is === "waiting");
    if (!this.active) return;
    try {
      await this.active.go();
    } finally {
      this.active = null;
      this.next();
    }
  }

  async pressed(event) {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const row = button.closest("li");
    const upload = this.rows.get(row);
    if (button.dataset.do === "pause") {
      upload.pause();
      row.querySelector("[data-do=resume]").focus();
    } else if (button.dataset.do === "resume") {
      upload.show("waiting");
      row.querySelector("[data-do=pause]").focus();
      this.next();
    } else {
      this.dropped(row, upload);
    }
  }

  dropped(row, upload) {
    if (upload) {
      upload.remove();
      this.uploads = this.uploads.filter((other) => other !== upload);
      this.rows.delete(row);
    } else {
      const known = memory.read(row.dataset.key);
      memory.forget(row.dataset.key);
      if (known) ask(this.field, "DELETE", known.url).catch(() => {});
    }
    row.remove();
    this.list.hidden = !this.list.children.length;
    this.input.focus();
  }

  // The form learns the file's id, and whoever listens that it is there.
  take(upload, state) {
    if (!upload.row.querySelector("input")) {
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = `${this.input.name}_uploaded`;
      hidden.value = state.id ?? upload.url.split("/").at(-2);
      upload.row.append(hidden);
    }
    const detail = { id: upload.row.querySelector("input").value, state: state.state };
    this.field.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail }));
  }

  submitting(event) {
    if (event.submitter?.formNoValidate) return; // saving a draft waits for nothing
    const open = this.uploads.find((upload) =>
      ["waiting", "sending", "paused", "away"].includes(upload.is),
    );
    if (!open) return;
    event.preventDefault();
    this.live.textContent = this.words.unfinished;
    this.live.classList.remove("visually-hidden");
    open.row.querySelector("button:not([hidden])").focus();
  }
}

function readable(size) {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  while (size >= 1024 && unit < 3) {
    size /= 1024;
    unit++;
  }
  return `${Number(size.toFixed(1))} ${units[unit]}`;
}

const begun = new WeakSet();

function begin(root) {
  for (const field of root.querySelectorAll("[data-upload]")) {
    if (begun.has(field)) continue;
    begun.add(field);
    new Place(field);
  }
}

begin(document);
document.addEventListener("htmx:afterSettle", () => begin(document));
