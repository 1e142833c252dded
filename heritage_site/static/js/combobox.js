// The search field with its list, after the combobox pattern of the ARIA Authoring Practices.
// Without this script the field is a plain one and its form works.
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  const options = (list) => [...list.querySelectorAll('[role="option"]')];

  function parts(inside) {
    const box = inside.closest?.("[data-combobox]");
    if (!box) return null;
    return { input: box.querySelector("input"), list: box.querySelector('[role="listbox"]') };
  }

  function select(input, list, option) {
    options(list).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function close(input, list) {
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(input, list, option) {
    if (option.dataset.url) {
      window.location.assign(option.dataset.url);
      return;
    }
    input.value = option.dataset.text;
    close(input, list);
    input.form.requestSubmit();
  }

  document.querySelectorAll("[data-combobox]").forEach((box) => {
    const { input } = parts(box);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const found = parts(event.target);
    if (!found || event.target !== found.list) return;
    const { input, list } = found;
    const late = document.activeElement !== input || input.value === input.dataset.sent;
    if (late || !options(list).length) {
      close(input, list);
      return;
    }
    options(list).forEach((option, i) => {
      option.id = `${list.id}-${i}`;
    });
    input.setAttribute("aria-expanded", "true");
  });

  document.addEventListener("keydown", (event) => {
    const found = event.target.matches?.('[role="combobox"]') && parts(event.target);
    if (!found || event.isComposing) return; // an input method is choosing characters
    const { input, list } = found;
    const all = options(list);
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && all.length) {
      event.preventDefault();
      close(input, list);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = here < 0 && step < 0 ? all.length - 1 : here + step;
      select(input, list, all[next] ?? null);
    } else if (event.key === "Enter" && here >= 0) {
      event.preventDefault();
      take(input, list, all[here]);
    }
  });

  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.('[role="option"]');
    const found = option && parts(option);
    if (!found) return;
    event.preventDefault(); // keeps the field focused
    if (event.button === 0) take(found.input, found.list, option);
  });

  // Suggestions still under way for words that were sent are no longer wanted.
  document.addEventListener("submit", (event) => {
    const box = event.target.querySelector("[data-combobox]");
    if (!box) return;
    const { input, list } = parts(box);
    input.dataset.sent = input.value;
    close(input, list);
  });

  document.addEventListener("focusout", (event) => {
    const found = event.target.matches?.('[role="combobox"]') && parts(event.target);
    if (found) close(found.input, found.list);
  });
})();
