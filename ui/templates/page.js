// Runs once, inside the reply: `element` is its root, `trigger` sends an event to the server and `watch` tells of new
// content. Opening a passage needs no request: the cited documents came with the answer.

const NARROW = window.matchMedia("(max-width: 60rem)");

function open(number, { travel }) {
  const chosen = String(number);
  const place = element.querySelector(`[data-place="${chosen}"]`);
  if (!place) return;
  const leaf = place.closest(".yj-leaf");
  for (const other of element.querySelectorAll(".yj-leaf")) other.hidden = other !== leaf;
  for (const other of element.querySelectorAll("[data-place]")) other.hidden = other !== place;
  for (const button of element.querySelectorAll("[data-open]")) {
    const current = button.dataset.open === chosen;
    button.classList.toggle("yj-current", current);
    button.setAttribute("aria-pressed", String(current));
  }
  let first = null;
  for (const mark of element.querySelectorAll("mark")) {
    const current = mark.dataset.citation === chosen;
    mark.classList.toggle("yj-current", current);
    if (current) first ??= mark;
  }
  fit();
  const text = leaf.querySelector(".yj-text");
  if (first) reveal(first, text);
  else text.scrollTop = 0;
  if (travel && NARROW.matches) element.querySelector(".yj-source").scrollIntoView();
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
  const columns = element.querySelector(".yj-columns");
  if (!columns) return;
  const room = window.innerHeight - Math.max(columns.getBoundingClientRect().top, 16) - 16;
  columns.style.setProperty("--yj-room", `${Math.round(room)}px`);
}

async function copy(button) {
  const done = (await toClipboard(button.dataset.copy)) ? "已复制" : "复制失败";
  button.textContent = done;
  setTimeout(() => (button.textContent = "复制引用"), 1600);
}

// The clipboard interface exists only on https and on this machine; an intranet page copies through a selection.
async function toClipboard(words) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch (refused) {
      console.info("clipboard refused, copying through a selection", refused.name);
    }
  }
  const area = document.createElement("textarea");
  area.value = words;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

function show() {
  const told = element.querySelector(".yj-status, .yj-refusal, .yj-failure h2");
  announcer.textContent = told ? told.textContent : "";
  const first = element.querySelector("[data-place]");
  if (first) open(first.dataset.place, { travel: false });
}

// Screen readers announce changes of a live region that was there before.
const announcer = document.createElement("div");
announcer.className = "yj-unseen";
announcer.setAttribute("role", "status");
element.after(announcer);

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.open) open(button.dataset.open, { travel: true });
  else if (button.dataset.copy) copy(button);
  else if (button.dataset.ask) trigger("example", { question: button.dataset.ask });
  else if ("back" in button.dataset) element.querySelector(".yj-answer").scrollIntoView();
});

watch("value", show);
window.addEventListener("scroll", fit, { passive: true });
window.addEventListener("resize", fit, { passive: true });
document.documentElement.lang = "zh-CN";
