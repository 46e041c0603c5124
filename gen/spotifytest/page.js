"use strict";

// The page asks for itself each second, and takes over the parts that differ. What the
// user has opened, filtered, or focused stays as it is.
const period = 1000;
const shown = new Map(); // the HTML of the parts as the server sent them, by their IDs

function liveParts(root) {
  return [...root.querySelectorAll("[data-live]")];
}

function replace(part, html) {
  const open = new Set([...part.querySelectorAll("details[open]")].map(d => d.id));
  const focused = part.contains(document.activeElement) ? place(part, document.activeElement) : null;
  part.innerHTML = html;
  for (const d of part.querySelectorAll("details")) d.open = open.has(d.id);
  if (focused) focus(part, focused);
}

// place tells where the focus is: by the ID, or else by the nearest ID around it.
function place(part, element) {
  const owner = element.closest("[id]");
  const all = owner === element ? [element] : [...owner.querySelectorAll(focusable)];
  return {id: owner.id, at: all.indexOf(element)};
}

const focusable = "a, button, input, select, summary";

function focus(part, {id, at}) {
  const owner = document.getElementById(id);
  const element = owner && (owner.matches(focusable) ? owner : owner.querySelectorAll(focusable)[at]);
  if (element) return element.focus({preventScroll: true});
  // What had the focus is gone. The next Tab goes on from here.
  part.tabIndex = -1;
  part.focus({preventScroll: true});
}

async function refresh() {
  try {
    const answer = await fetch(location.href, {cache: "no-store"});
    const text = await answer.text();
    gone(!answer.ok);
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(text, "text/html");
    for (const part of liveParts(document)) {
      const html = next.getElementById(part.id).innerHTML;
      if (html === shown.get(part.id)) continue;
      if (part.contains(selection())) continue; // somebody is about to copy from it
      shown.set(part.id, html);
      replace(part, html);
    }
    filter();
  } catch {
    gone(true);
  }
}

function selection() {
  const selected = document.getSelection();
  return selected && !selected.isCollapsed ? selected.anchorNode : null;
}

function gone(is) {
  document.body.classList.toggle("gone", is);
  document.getElementById("gone").hidden = !is;
}

function say(text, bad = false) {
  const said = document.getElementById("said");
  said.textContent = text;
  said.classList.toggle("bad", bad);
}

// filter hides the requests that were not asked for.
function filter() {
  const words = document.getElementById("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = document.getElementById("kind").value;
  const rows = [...document.querySelectorAll("tr.request")];
  let visible = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    const kinds = row.dataset.kinds.split(" ");
    row.hidden = !words.every(word => text.includes(word)) || (kind !== "" && !kinds.includes(kind));
    if (!row.hidden) visible++;
  }
  document.getElementById("shown").textContent = words.length || kind ? visible + " of " + rows.length : "";
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy || "");
  const text = source ? source.textContent : button.dataset.copyText;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOld(text); // an address that is not that of this computer has no clipboard
    button.focus();
  }
  say("Copied: " + text);
}

function copyOld(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// press sends a form without leaving the page.
async function press(form, button) {
  if (button && button.dataset.ask && !confirm(button.dataset.ask)) return;
  const answer = await fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form, button))});
  const text = (await answer.text()).trim();
  const output = document.getElementById(form.dataset.answer || "");
  if (!answer.ok) {
    say(text, true);
  } else if (output) {
    output.textContent = text;
    say("Made a token.");
  } else {
    say(text);
  }
  await refresh();
}

document.addEventListener("click", event => {
  const button = event.target.closest("button[data-copy], button[data-copy-text]");
  if (button) copy(button);
});

document.addEventListener("submit", event => {
  event.preventDefault();
  press(event.target, event.submitter).catch(() => gone(true));
});

// Events of pictures do not bubble.
document.addEventListener("error", event => {
  if (event.target instanceof HTMLImageElement) event.target.classList.add("broken");
}, true);

for (const image of document.images) {
  if (image.complete && image.naturalWidth === 0) image.classList.add("broken");
}
document.getElementById("filter").addEventListener("input", filter);
document.getElementById("kind").addEventListener("change", filter);
for (const part of liveParts(document)) shown.set(part.id, part.innerHTML);
setInterval(refresh, period);
