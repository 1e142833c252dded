// The planning calendar under the hand: drag to move, pull the lower edge to lengthen, click to add,
// the same by keyboard. Clashes are asked of the server while one drags; nothing is saved before one
// lets go or presses Enter. Without this module the links and forms of the page do the same.

const STEP = 15;
const DAY = 24 * 60;
const board = document.getElementById("plan-board");
const said = document.getElementById("plan-said");
const why = document.getElementById("plan-why");
const word = (name) => board.dataset[`words${name}`];

// --- a plan: local day and minute, as the page shows them

const pad = (number) => String(number).padStart(2, "0");
const clock = (minute) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;

function planOf(event) {
  const [day, time] = event.dataset.begins.split("T");
  const [hour, minute] = time.split(":").map(Number);
  return {
    day,
    minute: hour * 60 + minute,
    length: Number(event.dataset.minutes),
    venue: event.dataset.venue,
    teacher: event.dataset.teacher,
  };
}

function addDays(day, count) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

function inWords(plan) {
  const date = new Date(`${plan.day}T00:00:00`);
  const day = date.toLocaleDateString("zh-CN", { month: "long", day: "numeric", weekday: "short" });
  return `${day} ${clock(plan.minute)}–${clock((plan.minute + plan.length) % DAY)}`;
}

const within = (plan) =>
  plan.minute >= 0 && plan.minute < DAY && plan.length >= STEP && plan.length <= DAY / 2;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function fieldsOf(event, plan) {
  return new URLSearchParams({
    session: event.dataset.session,
    begins: `${plan.day}T${clock(plan.minute)}`,
    minutes: plan.length,
    venue: plan.venue,
    teacher: plan.teacher,
  });
}

// --- what is said, to the eye and to a screen reader

function say(text, { tone = "", undo = null } = {}) {
  said.className = `plan-said ${tone && `plan-said-${tone}`}`;
  said.replaceChildren(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = word("Undo");
    button.addEventListener("click", undo);
    said.append(button);
  }
}

function tell(event, plan, conflicts, hint = "") {
  const worst = conflicts[0]?.severity ?? "";
  const sentences = conflicts.map((one) => one.sentence).join(" ") || word("Free");
  say(`${inWords(plan)}　${sentences}${hint && `　${hint}`}`, { tone: worst || "good" });
  event.classList.remove("plan-clash-block", "plan-clash-publishing", "plan-clash-warn");
  if (worst) event.classList.add(`plan-clash-${worst}`);
}

// --- asking while one drags: the newest question alone counts

let asking = null;
let waiting = 0;

function askNoMore() {
  clearTimeout(waiting);
  asking?.abort();
}

function ask(event, plan, hint) {
  askNoMore();
  say(`${inWords(plan)}${hint ? `　${hint}` : ""}`);
  waiting = setTimeout(async () => {
    const mine = (asking = new AbortController());
    try {
      const answer = await fetch(`${board.dataset.check}?${fieldsOf(event, plan)}`, {
        signal: mine.signal,
      });
      const found = await answer.json();
      if (mine.signal.aborted) return;
      if (!found.refused) tell(event, plan, found.conflicts, hint);
      else say(found.refused.join(" "), { tone: "block" });
    } catch {
      // aborted by the next step, or no connection: saving will say so
    }
  }, 120);
}

// --- saving: until the answer is there nothing else is lifted, for the board is about to be drawn anew

let busy = false;

async function whileBusy(work) {
  busy = true;
  board.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    busy = false;
    board.removeAttribute("aria-busy");
  }
}

function save(...told) {
  say(word("Saving"));
  return whileBusy(() => saveNow(...told));
}

function drop(session) {
  return whileBusy(() => refresh(session).then(() => say(word("Dropped"))));
}

async function saveNow(event, plan, { despite = "", undone = false } = {}) {
  askNoMore();
  const before = planOf(event);
  const fields = fieldsOf(event, plan);
  fields.set("seen", event.dataset.seen);
  fields.set("despite", despite);
  let answer, found;
  try {
    answer = await fetch(board.dataset.move, {
      method: "POST",
      body: fields,
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
    });
    found = await answer.json();
  } catch {
    await refresh(event.dataset.session);
    say(word("Offline"), { tone: "block" });
    return;
  }
  if (found.reason) {
    const reason = await askWhy(found.refused);
    if (reason) {
      await saveNow(event, plan, { despite: reason });
      return;
    }
  }
  const fresh = await refresh(event.dataset.session);
  if (found.refused) {
    say(found.refused.join(" "), { tone: "block" });
    return;
  }
  const left = found.conflicts.map((one) => one.sentence).join(" ");
  const text = undone ? word("Undone") : `${found.said} ${inWords(plan)}${left && `　${left}`}`;
  const undo = undone || !fresh ? null : () => save(fresh, before, { undone: true });
  say(text, { tone: found.conflicts[0]?.severity || "good", undo });
}

function askWhy(sentences) {
  why.querySelector("ul").replaceChildren(
    ...sentences.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
  why.querySelector("textarea").value = "";
  why.returnValue = "";
  why.showModal();
  return new Promise((resolve) => {
    why.addEventListener(
      "close",
      () => resolve(why.returnValue && why.querySelector("textarea").value.trim()),
      { once: true },
    );
  });
}

async function refresh(session) {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const scroll = board.querySelector(".plan-scroll");
    const [left, top] = [scroll.scrollLeft, scroll.scrollTop];
    board.replaceChildren(...page.getElementById("plan-board").childNodes);
    board.querySelector(".plan-scroll").scrollTo(left, top);
  } catch {
    return null;
  }
  const event = board.querySelector(`[data-session="${CSS.escape(session)}"]`);
  event?.focus({ preventScroll: true });
  return event;
}

// --- showing a plan that is not saved

function columnOf(event, plan) {
  const columns = [...board.querySelectorAll(`[data-day="${plan.day}"]`)];
  const fits = (column) =>
    (!column.dataset.venue || column.dataset.venue === plan.venue) &&
    (!column.dataset.teacher || column.dataset.teacher === plan.teacher);
  return columns.find(fits) ?? columns.find((column) => column.contains(event));
}

function show(event, plan, original = event) {
  const column = columnOf(original, plan);
  if (column && event.parentElement !== column) column.append(event);
  event.classList.add("plan-lifted");
  const grid = event.closest(".plan-grid");
  if (grid) {
    event.style.setProperty("--top", plan.minute - grid.dataset.firstHour * 60);
    event.style.setProperty("--minutes", plan.length);
    event.style.setProperty("--lane", 0);
    event.style.setProperty("--lanes", 1);
  }
  const ends = clock((plan.minute + plan.length) % DAY);
  event.querySelector(".plan-time").textContent = `${clock(plan.minute)}–${ends}`;
}

// --- the mouse

let drag = null;
const EDGE = 10;

board.addEventListener("dragstart", (happened) => happened.preventDefault());

board.addEventListener("pointerdown", (happened) => {
  const event = happened.target.closest("[data-movable]");
  if (!event || busy || happened.button !== 0 || happened.pointerType === "touch") return;
  const box = event.getBoundingClientRect();
  const timed = Boolean(event.closest("[data-timed]"));
  drag = {
    event,
    timed,
    plan: planOf(event),
    from: [happened.clientX, happened.clientY],
    grabbed: happened.clientY - box.top,
    stretch: timed && box.bottom - happened.clientY < EDGE,
    ghost: null,
  };
});

window.addEventListener("pointermove", (happened) => {
  if (!drag) return;
  const moved = Math.hypot(happened.clientX - drag.from[0], happened.clientY - drag.from[1]);
  if (!drag.ghost) {
    if (moved < 5) return;
    drag.ghost = drag.event.cloneNode(true);
    drag.ghost.classList.add("plan-ghost");
    drag.event.classList.add("plan-left-behind");
    document.body.classList.add("plan-dragging");
  }
  const plan = planUnder(happened.clientX, happened.clientY);
  if (!plan || !within(plan)) return;
  const changed = !same(plan, drag.plan);
  drag.plan = plan;
  show(drag.ghost, plan, drag.event);
  if (changed) ask(drag.ghost, plan, "");
});

function planUnder(x, y) {
  const old = planOf(drag.event);
  const column = document.elementsFromPoint(x, y).find((one) => one.matches("[data-day]"));
  if (!column) return null;
  const plan = { ...old, day: drag.stretch ? old.day : column.dataset.day };
  if (!drag.stretch) {
    plan.venue = column.dataset.venue ?? old.venue;
    plan.teacher = column.dataset.teacher ?? old.teacher;
  }
  if (drag.timed) {
    const box = column.getBoundingClientRect();
    const grid = column.closest(".plan-grid");
    const minutes = Number(grid.style.getPropertyValue("--span"));
    const minute = (at) => ((at - box.top) / box.height) * minutes + grid.dataset.firstHour * 60;
    const snap = (value) => Math.round(value / STEP) * STEP;
    if (drag.stretch) plan.length = Math.max(STEP, snap(minute(y)) - old.minute);
    else plan.minute = Math.max(0, snap(minute(y - drag.grabbed)));
  }
  return plan;
}

window.addEventListener("pointerup", () => {
  const done = drag;
  drag = null;
  if (!done?.ghost) return;
  document.body.classList.remove("plan-dragging");
  done.ghost.remove();
  // the click that follows would open the session
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
  if (same(done.plan, planOf(done.event))) {
    askNoMore();
    done.event.classList.remove("plan-left-behind");
  } else save(done.event, done.plan);
});

function swallow(happened) {
  happened.preventDefault();
  happened.stopPropagation();
}

window.addEventListener("keydown", (happened) => {
  if (happened.key !== "Escape" || !drag) return;
  drag.ghost?.remove();
  drag.event.classList.remove("plan-left-behind");
  document.body.classList.remove("plan-dragging");
  drag = null;
  askNoMore();
  say(word("Dropped"));
});

board.addEventListener("click", (happened) => {
  const column = happened.target;
  if (!column.matches("[data-day]")) return;
  const fields = new URLSearchParams({ day: column.dataset.day });
  for (const name of ["venue", "teacher"]) {
    if (column.dataset[name]) fields.set(name, column.dataset[name]);
  }
  if ("timed" in column.dataset) {
    const box = column.getBoundingClientRect();
    const grid = column.closest(".plan-grid");
    const minutes = Number(grid.style.getPropertyValue("--span"));
    const at = ((happened.clientY - box.top) / box.height) * minutes;
    fields.set("begins", clock(Math.floor(at / 30) * 30 + grid.dataset.firstHour * 60));
  }
  location.assign(`${board.dataset.new}?${fields}`);
});

// --- the keyboard: a step is shown and checked at once, Enter saves it, Escape drops it

let pending = null;
const STEPS = {
  ArrowUp: (plan) => ({ ...plan, minute: plan.minute - STEP }),
  ArrowDown: (plan) => ({ ...plan, minute: plan.minute + STEP }),
  ArrowLeft: (plan) => ({ ...plan, day: addDays(plan.day, -1) }),
  ArrowRight: (plan) => ({ ...plan, day: addDays(plan.day, 1) }),
};
const STRETCHES = {
  ArrowUp: (plan) => ({ ...plan, length: plan.length - STEP }),
  ArrowDown: (plan) => ({ ...plan, length: plan.length + STEP }),
};

board.addEventListener("keydown", (happened) => {
  const event = happened.target.closest("[data-movable]");
  if (!event || happened.ctrlKey || happened.metaKey || happened.altKey) return;
  if (busy) {
    if (happened.key in STEPS) happened.preventDefault(); // nor does the page scroll instead
    return;
  }
  const mine = pending?.event === event ? pending : null;
  const step = (happened.shiftKey ? STRETCHES : STEPS)[happened.key];
  if (step) {
    happened.preventDefault();
    const plan = step(mine?.plan ?? planOf(event));
    if (!within(plan)) return;
    pending = { event, plan };
    show(event, plan);
    event.focus({ preventScroll: true });
    event.scrollIntoView({ block: "nearest", inline: "nearest" });
    ask(event, plan, word("Pending"));
  } else if (mine && happened.key === "Enter") {
    happened.preventDefault();
    pending = null;
    save(event, mine.plan);
  } else if (mine && happened.key === "Escape") {
    pending = null;
    askNoMore();
    drop(event.dataset.session);
  }
});

board.addEventListener("focusout", () => {
  // moving it to another column takes the focus for a moment: only a real leave drops the plan
  setTimeout(() => {
    if (!pending || pending.event === document.activeElement || why.open) return;
    const session = pending.event.dataset.session;
    pending = null;
    askNoMore();
    const next = document.activeElement?.dataset?.session;
    drop(next ?? session);
  }, 0);
});
