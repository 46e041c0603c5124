
(() => {
  "use strict";
  for (const action of document.querySelectorAll(".action")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(action.textContent);
        button.textContent = "Copied";
      } catch {
        // Browsers refuse the clipboard to pages of files: select it at least.
        getSelection().selectAllChildren(action);
        button.textContent = "Selected: copy it with the keyboard";
      }
    });
    action.after(button);
  }

  const form = document.getElementById("filters");
  if (!form) {
    return; // there is nothing to filter
  }
  const find = document.getElementById("find");
  const shown = document.getElementById("shown");
  const changes = [...document.querySelectorAll(".change")];

  // Without a script, the counts are a list; with it, each is a button.
  for (const item of document.querySelectorAll("#kinds li")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = item.className;
    button.dataset.filter = "kind";
    button.dataset.value = item.dataset.value;
    button.append(...item.childNodes);
    item.append(button);
  }
  const buttons = [...document.querySelectorAll("button[data-filter]")];

  const pressed = (name) => buttons
    .filter((button) => button.dataset.filter === name && button.getAttribute("aria-pressed") === "true")
    .map((button) => button.dataset.value);

  // apply shows the changes that match all filters, and what holds them.
  const apply = () => {
    const wanted = { effect: pressed("effect"), group: pressed("group"), kind: pressed("kind") };
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const change of changes) {
      const visible = Object.keys(wanted).every((name) => wanted[name].length === 0 || wanted[name].includes(change.dataset[name]))
        && words.every((word) => change.dataset.find.includes(word));
      change.hidden = !visible;
      count += visible ? 1 : 0;
    }
    for (const holder of document.querySelectorAll(".many, .effect .entry, .effect")) {
      holder.hidden = !holder.querySelector(".change:not([hidden])");
    }
    const all = count === changes.length;
    for (const part of document.querySelectorAll(".upkeep")) {
      part.hidden = !all;
    }
    shown.textContent = all ? `All ${count} changes` : `${count} of ${changes.length} changes`;
    if (words.length > 0) {
      document.querySelectorAll(".many:not([hidden]) > details").forEach((details) => { details.open = true; });
    }
    return wanted;
  };

  // write puts the filters into the address; what they show can be passed on.
  const write = () => {
    const wanted = apply();
    const state = new URLSearchParams();
    for (const name of Object.keys(wanted)) {
      if (wanted[name].length > 0) {
        state.set(name, wanted[name].join("."));
      }
    }
    if (find.value.trim() !== "") {
      state.set("find", find.value.trim());
    }
    history.replaceState(null, "", `#${state}`);
  };

  // read takes the filters from the address, or goes to the change that it names.
  const read = () => {
    const fragment = location.hash.slice(1);
    const state = new URLSearchParams(fragment.includes("=") ? fragment : "");
    for (const button of buttons) {
      const values = (state.get(button.dataset.filter) || "").split(".");
      button.setAttribute("aria-pressed", String(values.includes(button.dataset.value)));
    }
    find.value = state.get("find") || "";
    apply();
    const target = !fragment.includes("=") && document.getElementById(fragment);
    if (target) {
      for (let at = target; at; at = at.parentElement) {
        if (at.tagName === "DETAILS") {
          at.open = true;
        }
      }
      const own = target.querySelector("details");
      if (own) {
        own.open = true;
      }
      target.scrollIntoView();
    }
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      write();
    });
  }
  find.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", "false");
    }
    find.value = "";
    write();
  });
  addEventListener("hashchange", read);
  // Paper cannot be opened: it gets what is folded away.
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
  });

  form.hidden = false;
  read();
})();
