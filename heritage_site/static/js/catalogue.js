// The catalogue, made quicker: htmx swaps the results; this keeps what the visitor had open.
(() => {
  "use strict";
  const form = document.querySelector(".catalogue-form");
  if (!form) return;

  let open = [];

  // Fields left empty do not belong in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form) return;
    for (const [name, value] of [...event.detail.formData.entries()]) {
      if (value === "") event.detail.formData.delete(name);
    }
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = event.detail;
    // A page that says what is wrong is worth showing too.
    if (xhr.status === 503 && form.contains(target)) event.detail.shouldSwap = true;
    if (target.id !== "results") return;
    open = [...document.querySelectorAll("#facets details")].map((d) => [d.id, d.open]);
  });

  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id !== "facets") return;
    for (const [id, was] of open) {
      const details = document.getElementById(id);
      if (details) details.open = was || details.open;
    }
  });

  // A group that is opened fetches its values; without this its link leads to them.
  form.addEventListener(
    "toggle",
    ({ target: details }) => {
      const link = details.open ? details.querySelector("[data-unfold]") : null;
      if (!link || link.hasAttribute("aria-busy")) return;
      link.setAttribute("aria-busy", "true");
      // Each group is a source of its own: two opened at once do not wait for each other.
      window.htmx.ajax("GET", link.href, {
        source: link,
        target: link.parentElement,
        swap: "outerHTML",
      });
    },
    true,
  );

  form.addEventListener("submit", () => {
    const sheet = document.getElementById("filters");
    if (sheet.matches?.(":popover-open")) sheet.hidePopover();
  });
})();
