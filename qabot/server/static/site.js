// Niceties: a button that copies, and a line that follows a build. Every page is complete without them.
"use strict";

for (const button of document.querySelectorAll("[data-copies]")) {
  const words = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(words);
      button.textContent = "Selected: press Ctrl+C";
    }
  });
}

for (const line of document.querySelectorAll("[data-follows]")) {
  const events = new EventSource(line.dataset.follows);
  events.addEventListener("progress", (event) => {
    line.textContent = JSON.parse(event.data).words;
  });
  events.addEventListener("ended", () => {
    events.close();
    location.assign("/status");
  });
}
