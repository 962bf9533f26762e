"use strict";

// textual.js marks the body: -first-byte once the chat draws, -closed when it has ended. Typing goes to the chat from
// the first moment on, and then to the way to another one.
const watcher = new MutationObserver(() => {
  const marks = document.body.classList;
  if (marks.contains("-closed")) {
    watcher.disconnect();
    // It would tell the closed websocket that it has lost the focus.
    addEventListener("blur", (event) => event.stopPropagation(), { capture: true });
    document.querySelector(".textual-terminal").inert = true;
    document.querySelector(".ended a").focus();
  } else if (marks.contains("-first-byte") && !marks.contains("-taken")) {
    marks.add("-taken");
    document.querySelector(".xterm-helper-textarea").focus();
  }
});

addEventListener("DOMContentLoaded", () => watcher.observe(document.body, { attributeFilter: ["class"] }));
