// The button that hands the page's address on: the system's own sheet, else the clipboard.
for (const button of document.querySelectorAll("[data-share]")) {
  const { share: url, title, copied } = button.dataset;
  if (!navigator.share && !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) {
        await navigator.share({ title, url });
        return;
      }
      await navigator.clipboard.writeText(url);
      document.querySelector("[data-share-status]").textContent = copied;
      button.textContent = copied;
    } catch {
      // The visitor closed the sheet: nothing was asked for.
    }
  });
}
