// Keys, focus, dropped files and small kindnesses. Each page works without this file.
"use strict";
(() => {
  const FIELDS = "input:not([type=checkbox],[type=radio],[type=submit],[type=button]),textarea,select,[contenteditable]";
  const PRESSED_NATIVELY = "a,button,summary,select,input,textarea";
  const PAUSE_IN_SEQUENCE_MS = 1200;
  const SENDING_LASTS_MS = 8000;
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // -- Keys: a key does nothing but click a control that can be seen ------------------------
  const visible = (control) => control.checkVisibility({ visibilityProperty: true }) && !control.disabled;
  const controls = () => all("[data-key]").filter(visible);
  const keysOf = (control) => control.dataset.key.split("|");
  const wants = (control, typed) => keysOf(control).includes(typed);
  const begins = (control, typed) => keysOf(control).some((keys) => keys.startsWith(`${typed} `));
  let begun = { key: "", at: 0 };

  const nameOf = (event) => (event.key === " " ? "Space" : event.key === "Escape" ? "Esc" : event.key);

  const singleKeys = () => root.dataset.keys !== "off";

  function press(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.target.closest(FIELDS)) return inField(event);
    if ((event.ctrlKey || event.metaKey) && event.key === "z") return click(event, find("u"));
    const commanded = event.ctrlKey || event.metaKey || event.altKey;
    if (commanded && !event.getModifierState("AltGraph")) return;
    const key = nameOf(event);
    if (["Space", "Enter"].includes(key) && event.target.closest(PRESSED_NATIVELY)) return;
    if (!singleKeys() && key.length === 1) return;
    follow(event, key);
  }

  function inField(event) {
    if (event.key === "Escape") event.target.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  }

  const find = (keys) => controls().find((control) => wants(control, keys));

  function follow(event, key) {
    const sequence = event.timeStamp - begun.at < PAUSE_IN_SEQUENCE_MS ? `${begun.key} ${key}` : key;
    begun = { key: "", at: 0 };
    const control = find(sequence) || find(key);
    if (control) return click(event, control);
    if (controls().some((other) => begins(other, key))) begun = { key, at: event.timeStamp };
  }

  function click(event, control) {
    if (!control || event.repeat) return;
    event.preventDefault();
    control.click();
  }

  // -- The list of keys is read from the page itself ----------------------------------------
  function listKeys(dialog) {
    dialog.querySelector("dl").replaceChildren(...controls().map(described));
    dialog.showModal();
  }

  function described(control) {
    const row = document.createElement("div");
    const term = row.appendChild(document.createElement("dt"));
    const meaning = row.appendChild(document.createElement("dd"));
    for (const keys of keysOf(control)) {
      const cap = term.appendChild(document.createElement("kbd"));
      cap.textContent = keys;
      term.append(" ");
    }
    const words = control.cloneNode(true);
    all("kbd, small", words).forEach((part) => part.remove());
    meaning.textContent = words.textContent.trim().replace(/\s+/g, " ");
    return row;
  }

  function keepKeySwitch(place) {
    const box = place.querySelector("input");
    place.hidden = false;
    box.checked = singleKeys();
    box.addEventListener("change", () => {
      localStorage.setItem("keys", box.checked ? "on" : "off");
      root.dataset.keys = box.checked ? "on" : "off";
      all("[data-key-switch] input").forEach((other) => { other.checked = box.checked; });
    });
  }

  // -- Focus and speech after a part of the page was replaced --------------------------------
  let heldFocus = "";
  function remember({ detail: { target } }) {
    heldFocus = target.contains(document.activeElement) ? target.id : "";
  }

  // Where nothing asks for the focus, it goes to the heading rather than back to the page's start.
  function headingFor(part) {
    if (!part.id || part.id !== heldFocus || document.activeElement !== document.body) return null;
    const heading = part.querySelector("h2");
    heading?.setAttribute("tabindex", "-1");
    return heading;
  }

  function settle(part) {
    const spoken = part.matches("[data-say]") ? part : part.querySelector("[data-say]");
    if (spoken) document.getElementById("said").textContent = spoken.textContent;
    const next = part.querySelector("[data-focus]") || headingFor(part);
    if (!next) return;
    if (next.getBoundingClientRect().top < 0) part.scrollIntoView();
    next.focus({ preventScroll: next.getBoundingClientRect().bottom <= innerHeight });
  }

  // A region speaks when its words change, so the words are put in only now.
  function trouble(happened) {
    const place = document.getElementById("trouble");
    place.textContent = happened ? place.dataset.words : "";
    place.hidden = !happened;
  }

  // -- A form is sent once --------------------------------------------------------------------
  function once(event) {
    const form = event.target;
    if (form.method === "dialog") return;
    if (event.timeStamp - (form.dataset.sent ?? -Infinity) < SENDING_LASTS_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else form.dataset.sent = event.timeStamp;
  }

  const mayBeSentAgain = () => all("form[data-sent]").forEach((form) => delete form.dataset.sent);

  // -- Files dropped and text pasted anywhere on the page --------------------------------------
  function takeDrops(form) {
    const files = form.querySelector("input[type=file]");
    const text = form.querySelector("[data-paste]");
    const over = (inside) => (event) => {
      event.preventDefault();
      root.classList.toggle("dragging", inside);
    };
    document.addEventListener("dragover", over(true));
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false)(event); });
    document.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer.files.length) files.files = event.dataTransfer.files;
      else text.value = event.dataTransfer.getData("text/plain");
    });
    document.addEventListener("paste", (event) => {
      if (event.target.closest?.(FIELDS)) return;
      event.preventDefault();
      const { files: pasted } = event.clipboardData;
      if (pasted.length) files.files = pasted;
      else text.value += event.clipboardData.getData("text/plain");
      text.focus();
    });
  }

  // -- The zone that the browser knows is offered, never taken ----------------------------------
  function proposeZone(place) {
    const zones = document.getElementById(place.dataset.zoneFor);
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zones.value === own || ![...zones.options].some((zone) => zone.value === own)) return;
    place.querySelector("b").textContent = own;
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => {
      zones.value = own;
      place.hidden = true;
      zones.focus();
    });
  }

  try { root.dataset.keys = localStorage.getItem("keys") || "on"; } catch { root.dataset.keys = "on"; }
  document.addEventListener("keydown", press);
  document.addEventListener("submit", once, true);
  addEventListener("pageshow", mayBeSentAgain);
  document.addEventListener("htmx:afterRequest", (event) => {
    mayBeSentAgain();
    trouble(event.detail.failed);
  });
  document.addEventListener("htmx:sendError", () => trouble(true));
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) settle(event.detail.elt); });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    listKeys(document.getElementById(opener.dataset.opens));
  });
  all("[data-key-switch]").forEach(keepKeySwitch);
  all("[data-drop]").forEach(takeDrops);
  all("[data-zone-for]").forEach(proposeZone);
  document.querySelector("main [data-focus]:not([autofocus])")?.focus({ preventScroll: true });
})();
