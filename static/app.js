// Keys, focus, dropped files and small kindnesses. Each page works without this file.
"use strict";
(() => {
  const FIELDS = "input:not([type=checkbox],[type=radio],[type=submit],[type=button]),textarea,select,[contenteditable]";
  const PRESSED_NATIVELY = "a,button,summary,select,input,textarea";
  const SIGNS = { ArrowLeft: "←", ArrowRight: "→" };
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
    // 229 is how some browsers say that the Enter which ends a composition was not meant for us.
    if (event.isComposing || event.keyCode === 229) return event.key === "Enter" && event.preventDefault();
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.target.closest(FIELDS)) return inField(event);
    if ((event.ctrlKey || event.metaKey) && event.key === "z") return click(event, all("[data-undo] button").find(visible));
    if (event.key in SIGNS && event.target.matches("input[type=radio]")) return;
    const commanded = event.ctrlKey || event.metaKey || event.altKey;
    if (commanded && !event.getModifierState("AltGraph")) return;
    const key = nameOf(event);
    if (["Space", "Enter"].includes(key) && event.target.closest(PRESSED_NATIVELY)) return;
    if (!singleKeys() && key.length === 1) return;
    follow(event, key);
  }

  function inField(event) {
    if (event.key === "Escape") event.target.blur();
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter" && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("button.main"));
    }
    if (event.shiftKey && event.code === "KeyC") click(event, all("[data-wraps]").find(visible));
  }

  // What the page is about goes before what stands on every page.
  function find(keys) {
    const found = controls().filter((control) => wants(control, keys));
    return found.find((control) => control.closest("main")) || found[0];
  }

  function follow(event, key) {
    const sequence = event.timeStamp - begun.at < PAUSE_IN_SEQUENCE_MS ? `${begun.key} ${key}` : key;
    begun = { key: "", at: 0 };
    const control = find(sequence) || find(key);
    if (control?.dataset.field && wants(control, key)) return toField(event, control);
    if (control) return click(event, control);
    if (["j", "k", "x"].includes(key)) return alongRows(event, key);
    if (controls().some((other) => begins(other, key))) begun = { key, at: event.timeStamp };
  }

  function click(event, control) {
    if (!control || event.repeat) return;
    event.preventDefault();
    if (control.type === "search") control.focus();
    else control.click();
  }

  // The short way to another page leads into its field.
  function toField(event, link) {
    event.preventDefault();
    location.assign(`${link.href}#${link.dataset.field}`);
  }

  // -- Lists: j and k go from tick to tick, x ticks ------------------------------------------
  function alongRows(event, key) {
    const ticks = all(".found input[type=checkbox]");
    const at = ticks.indexOf(document.activeElement);
    const next = key === "x" ? ticks[at] : ticks[key === "j" ? at + 1 : Math.max(0, at - 1)];
    if (!next) return;
    event.preventDefault();
    if (key === "x") next.click();
    else next.focus();
  }

  // -- A cloze: the selected words are hidden, under the next number ---------------------------
  function wrap(button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.wraps);
      const { selectionStart: start, selectionEnd: end, value } = field;
      const used = [...value.matchAll(/\{\{c(\d+)::/g)].map((found) => Number(found[1]));
      const opening = `{{c${Math.max(0, ...used) + 1}::`;
      field.setRangeText(`${opening}${value.slice(start, end)}}}`, start, end, "end");
      if (start === end) field.setSelectionRange(start + opening.length, start + opening.length);
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  // -- Two columns: Enter goes to the next row, a paste fills them -----------------------------
  function enterRows(form) {
    const body = form.querySelector("tbody");
    const cells = () => all("input", body);
    function cellAt(number) {
      while (cells().length <= number) {
        const row = body.rows[0].cloneNode(true);
        all("input", row).forEach((cell) => { cell.value = ""; cell.removeAttribute("autofocus"); });
        body.append(row);
      }
      return cells()[number];
    }
    body.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const at = cells().indexOf(event.target);
      cellAt(at % 2 ? at + 1 : at + 2).focus();
    });
    body.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
      if (!/[\t\n]/.test(text)) return;
      event.preventDefault();
      const first = cells().indexOf(event.target) & ~1;
      const lines = text.split(/\r?\n/);
      lines.forEach((line, row) => line.split("\t").slice(0, 2).forEach((word, column) => {
        cellAt(first + 2 * row + column).value = word.trim();
      }));
      cellAt(first + 2 * lines.length).focus();
    });
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
      cap.textContent = SIGNS[keys] || keys;
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

  // -- An answer that cannot be sent waits, also for a tab that is closed, and is sent once ----
  // Its form carries the id of the review that it makes, so sending it again counts nothing twice.
  const AGAIN_AFTER_MS = 4000;
  const waiting = () => JSON.parse(localStorage.getItem("waiting") || "[]");
  let sending = false;

  function keepWaiting(answers) {
    localStorage.setItem("waiting", JSON.stringify(answers));
    const place = document.getElementById("trouble");
    place.textContent = place.dataset.waiting.replace("[n]", answers.length);
    place.hidden = !answers.length;
  }

  function couldNotSend({ detail: { elt, requestConfig } }) {
    if (!elt.matches("form.grades")) return trouble(true);
    const body = new URLSearchParams(requestConfig.formData).toString();
    keepWaiting([...waiting().filter((other) => other.body !== body), { url: requestConfig.path, body }]);
    setTimeout(sendWaiting, AGAIN_AFTER_MS);
  }

  async function sendWaiting() {
    if (sending || !waiting().length) return;
    sending = true;
    try {
      while (waiting().length) {
        const [first, ...rest] = waiting();
        if (!(await sent(first))) return;
        keepWaiting(rest);
      }
      if (document.getElementById("card")) location.reload();
    } finally {
      sending = false;
      if (waiting().length) setTimeout(sendWaiting, AGAIN_AFTER_MS);
    }
  }

  async function sent({ url, body }) {
    const form = new URLSearchParams(body);
    form.set("csrf_token", document.querySelector("[name=csrf_token]")?.value ?? form.get("csrf_token"));
    try {
      // What is refused for good (a card that is gone) waits no longer; what may yet be taken does.
      const { status } = await fetch(url, { method: "POST", body: form, headers: { "HX-Request": "true" } });
      return ![400, 401, 403, 429].includes(status) && status < 500;
    } catch { return false; }
  }

  // -- Swipes: each presses a button that can be seen ------------------------------------------
  const SWIPE_LEAST_PX = 70;
  let touched = null;
  function touchStarts({ touches, target }) {
    touched = touches.length === 1 && !target.closest("input, textarea, select, .wide") ? touches[0] : null;
  }

  function touchEnds({ changedTouches: [end] }) {
    if (!touched || getSelection().toString()) return;
    const [across, down] = [end.clientX - touched.clientX, end.clientY - touched.clientY];
    if (Math.abs(across) < SWIPE_LEAST_PX || Math.abs(across) < 2 * Math.abs(down)) return;
    all(`[data-swipe="${across > 0 ? "right" : "left"}"]`).find(visible)?.click();
  }

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

  // Where no form takes files, one that is dropped goes to the page for them, and is sent at once.
  function passDropsOn(place) {
    if (document.querySelector("[data-drop]")) return;
    const brings = (event) => event.dataTransfer?.types.some((type) => /^files$/i.test(type)) && !event.target.closest?.("input[type=file]");
    document.addEventListener("dragover", (event) => brings(event) && event.preventDefault());
    document.addEventListener("drop", async (event) => {
      if (!brings(event)) return;
      event.preventDefault();
      const held = new DataTransfer();
      [...event.dataTransfer.files].forEach((file) => held.items.add(file));
      const page = await (await fetch(place.dataset.drops)).text();
      const form = document.adoptNode(new DOMParser().parseFromString(page, "text/html").querySelector("[data-drop]"));
      form.hidden = true;
      document.body.append(form);
      form.querySelector("input[type=file]").files = held.files;
      form.submit();
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

  // -- Selected words of a text can become a question ------------------------------------------
  const SELECTION_STAYS_MS = 600;
  const letters = (text) => [...text].length; // places count code points, as on the server

  function lettersBefore(sentence, node, offset) {
    const before = document.createRange();
    before.setStart(sentence, 0);
    before.setEnd(node, offset);
    return letters(before.toString());
  }

  function selectedPlace(article) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const touched = all("[id^=at-]", article).filter((one) => range.intersectsNode(one));
    if (!touched.length || !range.toString().trim()) return null;
    const [first, last] = [touched[0], touched.at(-1)];
    const [from, to] = [first, last].map((one) => Number(one.id.slice(3)));
    const begun = first.contains(range.startContainer) ? lettersBefore(first, range.startContainer, range.startOffset) : 0;
    const ended = last.contains(range.endContainer) ? lettersBefore(last, range.endContainer, range.endOffset) : letters(last.textContent);
    return to + ended > from + begun ? { start: from + begun, to: to + ended } : null;
  }

  function offerSelection(offer) {
    const article = document.querySelector("[data-select]");
    const place = article && selectedPlace(article);
    if (place) offer.querySelector("a").href = `${article.dataset.select.replace(/\/0$/, `/${place.start}`)}?to=${place.to}`;
    // A tap on the offer ends the selection before it follows the link.
    if (place) offer.hidden = false;
    else setTimeout(() => { if (getSelection().isCollapsed) offer.hidden = true; }, SELECTION_STAYS_MS);
  }

  function takeSelections(offer) {
    document.addEventListener("selectionchange", () => offerSelection(offer));
    offer.addEventListener("mousedown", (event) => event.preventDefault());
  }

  // -- Kinds: items are moved instead of numbered, places are picked on their picture -----------
  function orderItems(fieldset) {
    const list = fieldset.querySelector("ol");
    const places = () => all("select", list);
    const renumber = () => places().forEach((select, at) => { select.value = String(at + 1); });
    function put(item, place, focused) {
      const others = [...list.children].filter((other) => other !== item);
      list.insertBefore(item, others[place] || null);
      renumber();
      focused.focus();
      const name = item.querySelector("[id$=-label]").textContent;
      document.getElementById("said").textContent = fieldset.dataset.orders.replace("[item]", name).replace("[place]", place + 1);
    }
    all(".moves", list).forEach((moves) => { moves.hidden = false; });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      const item = button.closest("li");
      const place = [...list.children].indexOf(item) + Number(button.dataset.move);
      if (place >= 0 && place < list.children.length) put(item, place, button);
    });
    list.addEventListener("change", ({ target }) => put(target.closest("li"), Number(target.value) - 1, target));
  }

  // What is drawn on a picture stands as percent in the fields of a row; what is written there is drawn.
  function takeShapes(figure) {
    const svg = figure.querySelector("svg");
    const rows = all("[data-shape]", figure.closest("fieldset"));
    const coordsOf = (row) => row.querySelector("[name$=_coords]");
    const make = (name, values) => {
      const shape = document.createElementNS(svg.namespaceURI, name);
      Object.entries(values).forEach(([key, value]) => shape.setAttribute(key, value));
      return shape;
    };
    const rect = ([x, y, right, bottom]) => make("rect", { x: `${Math.min(x, right)}%`, y: `${Math.min(y, bottom)}%`, width: `${Math.abs(right - x)}%`, height: `${Math.abs(bottom - y)}%` });
    const drawn = {
      rect,
      ellipse: ([cx, cy, rx, ry]) => make("ellipse", { cx: `${cx}%`, cy: `${cy}%`, rx: `${rx}%`, ry: `${ry}%` }),
      polygon: (numbers) => {
        const frame = make("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none" });
        frame.append(make("polygon", { points: numbers.join(" ") }));
        return frame;
      },
    };
    const framed = (shape) => {
      const group = make("g", { class: "shape" });
      group.append(shape);
      return group;
    };
    const show = (...more) => svg.replaceChildren(...rows.flatMap((row) => {
      const numbers = coordsOf(row).value.trim().split(/[\s;%]+/).map(Number);
      return numbers.length > 3 && numbers.every((number) => number >= 0) ? [framed(drawn[row.querySelector("select").value](numbers))] : [];
    }), ...more.map(framed));
    let start = null;
    const at = (event) => {
      const box = figure.getBoundingClientRect();
      return [(event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height].map((share) => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10);
    };
    const between = ([x, y]) => [Math.min(x, start[0]), Math.min(y, start[1]), Math.max(x, start[0]), Math.max(y, start[1])];
    figure.closest("[hidden]").hidden = false;
    figure.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      figure.setPointerCapture(event.pointerId);
      start = at(event);
    });
    figure.addEventListener("pointermove", (event) => start && show(rect(between(at(event)))));
    figure.addEventListener("pointercancel", () => { start = null; show(); });
    figure.addEventListener("pointerup", (event) => {
      if (!start) return;
      const box = between(at(event));
      const free = rows.filter((row) => !coordsOf(row).value.trim());
      start = null;
      if (!free.length || box[2] - box[0] < 1 || box[3] - box[1] < 1) return show();
      free[0].querySelector("select").value = "rect";
      coordsOf(free[0]).value = box.join(" ");
      coordsOf(free[0]).dispatchEvent(new Event("input", { bubbles: true }));
      free[0].querySelector("[name=spot_text]")?.focus();
      if (free.length === 1) figure.closest("fieldset").querySelector("[value=more]").click();
    });
    rows.forEach((row) => row.addEventListener("input", () => show()));
    show();
  }

  // Fields that the answer will bring anew take no letter that it would drop.
  const wait = ({ type, target }) => {
    const fields = target.closest?.("[data-waits]");
    if (fields) fields.disabled = type === "htmx:beforeSend";
  };

  const boxOf = (shape) => shape.closest("form")?.querySelector(`[name="${shape.dataset.picks}"][value="${shape.dataset.value}"]`);
  const showPicked = (form) => all("[data-picks]", form).forEach((shape) => shape.classList.toggle("picked", Boolean(boxOf(shape)?.checked)));

  try { root.dataset.keys = localStorage.getItem("keys") || "on"; } catch { root.dataset.keys = "on"; }
  document.addEventListener("keydown", press);
  document.addEventListener("submit", once, true);
  addEventListener("pageshow", mayBeSentAgain);
  document.addEventListener("htmx:afterRequest", (event) => {
    mayBeSentAgain();
    trouble(event.detail.failed);
  });
  document.addEventListener("htmx:sendError", couldNotSend);
  document.addEventListener("htmx:beforeSend", wait);
  document.addEventListener("htmx:afterRequest", wait);
  addEventListener("online", sendWaiting);
  document.addEventListener("touchstart", touchStarts, { passive: true });
  document.addEventListener("touchend", touchEnds, { passive: true });
  document.addEventListener("htmx:beforeSwap", remember);
  // What is shown while one writes needs no files; they go with the form when it is sent.
  document.addEventListener("htmx:configRequest", ({ detail }) => detail.formData?.delete("upload"));
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    all("[data-wraps]", elt).forEach(wrap);
    all("[data-orders]", elt).forEach(orderItems);
    all("[data-draws]", elt).forEach(takeShapes);
    all("form", elt).forEach(showPicked);
    if (elt !== document.body) settle(elt);
  });
  document.addEventListener("click", ({ target }) => boxOf(target.closest?.("[data-picks]") || root)?.click());
  document.addEventListener("change", ({ target }) => target.form && showPicked(target.form));
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    listKeys(document.getElementById(opener.dataset.opens));
  });
  all("[data-key-switch]").forEach(keepKeySwitch);
  all("[data-drop]").forEach(takeDrops);
  all("[data-drops]").forEach(passDropsOn);
  all("#selected").forEach(takeSelections);
  all("[data-with-script]").forEach((words) => { words.hidden = false; });
  all("[data-zone-for]").forEach(proposeZone);
  all("[data-entry]").forEach(enterRows);
  all("[data-prints]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  if (waiting().length) { keepWaiting(waiting()); sendWaiting(); }
  document.querySelector("main [data-focus]:not([autofocus])")?.focus({ preventScroll: true });
})();
