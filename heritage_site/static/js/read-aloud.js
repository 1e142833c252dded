// 适老版: reads the page aloud, block by block, and marks the one that is being read.
const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, blockquote, legend, label";
const SENTENCE = /[^。！？；!?;\n]{1,120}[。！？；!?;”’」』）]*/g; // some voices stop in the middle of longer texts

const button = document.querySelector("[data-read-aloud]");
const voice = window.speechSynthesis;
let waiting = []; // of [block, sentence]
let marked = null;

function readable(block) {
  return (
    block.textContent.trim() &&
    !block.querySelector(BLOCKS) &&
    !block.closest("[aria-hidden=true], [lang=zh-Latn-pinyin], .record-qr, nav") &&
    block.checkVisibility({ visibilityProperty: true })
  );
}

/** From the first block on the screen to the end of the page's own part. */
function sentences() {
  const blocks = [...document.querySelectorAll("#main :is(" + BLOCKS + ")")].filter(readable);
  const first = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
  return blocks
    .slice(Math.max(first, 0))
    .flatMap((block) => (block.innerText.match(SENTENCE) ?? []).map((text) => [block, text]));
}

function mark(block) {
  if (block === marked) return;
  marked?.classList.remove("is-read");
  marked = block;
  marked?.classList.add("is-read");
  marked?.scrollIntoView({ block: "nearest" });
}

function readNext() {
  const [block, text] = waiting.shift() ?? [];
  if (!block) {
    stop();
    return;
  }
  mark(block);
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = block.closest("[lang]").lang === "en" ? "en" : "zh-CN";
  spoken.rate = 0.9;
  spoken.onend = () => marked && readNext();
  spoken.onerror = ({ error }) => {
    if (error === "canceled" || error === "interrupted") return;
    stop();
    button.textContent = button.dataset.silent;
    button.title = button.dataset.why;
  };
  voice.speak(spoken);
}

function stop() {
  waiting = [];
  mark(null);
  voice.cancel();
  button.textContent = button.dataset.start;
}

if (button && voice) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (marked) {
      stop();
      return;
    }
    voice.cancel();
    waiting = sentences();
    button.textContent = button.dataset.stop;
    readNext();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && marked) stop();
  });
  window.addEventListener("pagehide", () => voice.cancel());
}
