// Runs once, from the head of the page. Opening a passage needs no request: the cited documents came with the answer.
(() => {
  const NARROW = window.matchMedia("(max-width: 60rem)");
  const announcer = document.createElement("div");
  let reply = null;

  function open(number, { travel }) {
    const chosen = String(number);
    const place = reply.querySelector(`[data-place="${chosen}"]`);
    if (!place) return;
    const leaf = place.closest(".yj-leaf");
    for (const other of reply.querySelectorAll(".yj-leaf")) other.hidden = other !== leaf;
    for (const other of reply.querySelectorAll("[data-place]")) other.hidden = other !== place;
    for (const button of reply.querySelectorAll("[data-open]")) {
      const current = button.dataset.open === chosen;
      button.classList.toggle("yj-current", current);
      button.setAttribute("aria-pressed", String(current));
    }
    let first = null;
    for (const mark of reply.querySelectorAll("mark")) {
      const current = mark.dataset.citation === chosen;
      mark.classList.toggle("yj-current", current);
      if (current) first ??= mark;
    }
    const sheets = leaf.querySelector(".yj-sheets");
    for (const sheet of leaf.querySelectorAll("[data-sheet]")) sheet.hidden = sheet.dataset.sheet !== chosen;
    fit();
    const box = sheets?.querySelector("[data-sheet]:not([hidden]) .yj-box");
    if (box) reveal(box, sheets);
    const text = leaf.querySelector(".yj-text");
    if (first) reveal(first, text);
    else text.scrollTop = 0;
    if (travel && NARROW.matches) reply.querySelector(".yj-source").scrollIntoView();
  }

  // Scrolls inside the panel only: the page stays where the reader is.
  function reveal(mark, text) {
    const place = mark.getBoundingClientRect();
    text.scrollTop += place.top - text.getBoundingClientRect().top - text.clientHeight / 5;
    const table = mark.closest(".yj-table");
    if (!table) return;
    const frame = table.getBoundingClientRect();
    if (place.right > frame.right || place.left < frame.left) table.scrollLeft += place.left - frame.left - 24;
  }

  // The source panel sticks near the top of the window and ends just above its lower edge.
  function fit() {
    const columns = reply?.closest(".yj-columns");
    if (!columns) return;
    const room = window.innerHeight - Math.max(columns.getBoundingClientRect().top, 16) - 16;
    columns.style.setProperty("--yj-room", `${Math.round(room)}px`);
  }

  function view(button) {
    const leaf = button.closest(".yj-leaf");
    leaf.dataset.view = button.dataset.view;
    for (const other of leaf.querySelectorAll(".yj-views button")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    const place = leaf.querySelector("[data-place]:not([hidden])");
    if (place) open(place.dataset.place, { travel: false });
  }

  async function copy(button) {
    button.textContent = (await toClipboard(button.dataset.copy)) ? "已复制" : "复制失败";
    setTimeout(() => (button.textContent = "复制引用"), 1600);
  }

  // The clipboard interface exists only on https and on this machine; an intranet page copies through a selection.
  async function toClipboard(words) {
    if (window.isSecureContext && navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(words);
        return true;
      } catch (refused) {
        console.info("clipboard refused, copying through a selection:", refused.name);
      }
    }
    const area = document.createElement("textarea");
    area.value = words;
    area.className = "yj-unseen";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }

  function show() {
    const told = reply.querySelector(".yj-status, .yj-refusal, .yj-failure h2");
    announcer.textContent = told ? told.textContent : "";
    const first = reply.querySelector("[data-place]");
    if (first) open(first.dataset.place, { travel: false });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#yiju-reply button");
    if (!button) return;
    if (button.dataset.open) open(button.dataset.open, { travel: true });
    else if (button.dataset.view) view(button);
    else if (button.dataset.copy) copy(button);
    else if ("back" in button.dataset) reply.querySelector(".yj-answer").scrollIntoView();
  });

  new MutationObserver(() => {
    const found = document.querySelector("#yiju-reply .yj-reply");
    if (!found || found === reply) return;
    reply = found;
    show();
  }).observe(document, { childList: true, subtree: true });

  window.addEventListener("scroll", fit, { passive: true });
  window.addEventListener("resize", fit, { passive: true });

  // Screen readers announce changes of a live region that was there before.
  announcer.className = "yj-unseen";
  announcer.setAttribute("role", "status");
  document.body.append(announcer);
  document.documentElement.lang = "zh-CN";
})();
