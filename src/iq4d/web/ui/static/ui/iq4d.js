// Small comforts. Every page works without this file: here nothing is decided, only remembered and opened.

// A draft (form[data-keep]) survives a reload, a slip of the thumb and a lost session. It stays in this tab.
const DRAFT = "iq4d-draft:";
const PERSON = "iq4d-person";
const person = document.body.dataset.person || ""; // who reads; absent while signed out
const keyOf = (form) => DRAFT + (form.dataset.keep || form.getAttribute("action") || location.pathname);
const written = (form) => [...form.querySelectorAll("textarea[name], input[type=text][name]")];

function store(key, value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs the comfort, never the page.
  }
}

function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function drafts() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(DRAFT));
  } catch {
    return [];
  }
}

function remember(form, sent = false) {
  const words = Object.fromEntries(written(form).filter((f) => f.value !== f.defaultValue).map((f) => [f.name, f.value]));
  store(keyOf(form), Object.keys(words).length ? { words, sent } : null);
}

function restore(form) {
  const words = recall(keyOf(form))?.words || {};
  for (const field of written(form)) {
    // What the server filled in is newer than what this tab remembers.
    if (typeof words[field.name] === "string" && !field.value) field.value = words[field.name];
  }
}

// Another person's drafts go. What was sent goes once it arrived: the server led on to a good page for somebody
// signed in, without an error on it. Anything else (signed out, refused, no connection) keeps the words.
function letGo() {
  const { redirectCount = 0, responseStatus = 200 } = performance.getEntriesByType("navigation")[0] || {};
  const refused = responseStatus >= 400 || document.querySelector(".error-summary, .errorlist, [aria-invalid=true]");
  const arrived = person && redirectCount && !refused;
  const another = person && (recall(PERSON) ?? person) !== person;
  // What the page itself gave back, in a form of its own, is remembered there.
  const returned = [...document.querySelectorAll("textarea[data-returned]")].map((field) => field.value);
  for (const key of drafts()) {
    const draft = recall(key);
    if (another || (draft?.sent && (arrived || returned.includes(draft.words?.source)))) store(key, null);
    else if (draft?.sent) store(key, { ...draft, sent: false });
  }
  if (person) store(PERSON, person);
}

document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, xhr } }) => {
  const answer = xhr.responseText;
  if (elt.matches("form[data-keep]") && successful && answer.includes("data-person") && !/error-summary|errorlist/.test(answer))
    store(keyOf(elt), null);
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("form[data-keep]")) remember(form);
});

// What is being written is also saved on the server (form[data-save]): there it survives this tab and this device.
const SAVE_AFTER = 3000; // ms of silence
let saving;
function save(form) {
  const body = new FormData(form);
  body.delete("once");
  body.delete("picture"); // a draft is words; a picture goes once, with them
  fetch(form.dataset.save, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true }).catch(() => {});
}
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("form[data-save]")) return;
  clearTimeout(saving);
  saving = setTimeout(() => form.dataset.sending || save(form), SAVE_AFTER);
});

// After a pause in typing one line may come (template[data-hint]): asked for in the background, shown once, kept nowhere.
// The words travel as JSON, so that a session that ended keeps no copy of them. Once shown, posting goes straight through.
const HINT_AFTER = 1500; // ms of silence
let thinking;
async function hint(form, place) {
  const { source, step, kind, about, csrfmiddlewaretoken: token } = Object.fromEntries(new FormData(form));
  const answer = await fetch(place.dataset.hint, {
    method: "POST",
    body: JSON.stringify({ source, step, kind, about }),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  }).catch(() => null);
  if (answer?.status !== 200 || !answer.headers.get("Content-Type")?.includes("json")) return;
  const line = await answer.json();
  if (form.dataset.sending || !place.isConnected || form.elements.source.value !== source) return;
  const box = place.content.firstElementChild.cloneNode(true);
  box.querySelector("[data-hint-sentence]").textContent = "";
  place.replaceWith(box); // first the place, then the words: so a screen reader says them
  box.querySelector("[data-hint-sentence]").textContent = line.sentence;
  box.querySelector("[data-hint-reason]").textContent = line.reason;
  form.querySelector("input[name=hint]")?.remove();
}
document.addEventListener("input", (event) => {
  const form = event.target.form;
  const place = event.target.name === "source" && form?.querySelector("template[data-hint]");
  clearTimeout(thinking);
  if (place) thinking = setTimeout(() => form.dataset.sending || hint(form, place), HINT_AFTER);
});
document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-hint-change]")?.closest(".hint");
  if (!box) return;
  event.preventDefault();
  box.closest("form").querySelector("textarea, input[type=text]").focus();
  box.remove();
});

// A page that refreshes itself leaves alone where somebody writes, and says that something moved.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const changed = [...detail.target.querySelectorAll("textarea, input[type=text]")].some((f) => f.value !== f.defaultValue);
  if (!changed && !detail.target.contains(document.activeElement)) return;
  detail.shouldSwap = false;
  document.getElementById("now-changed")?.removeAttribute("hidden");
});

// A live part ([data-live]) asks only while somebody looks. "Nothing new" (304) leaves it as it is; what comes new
// keeps open what was open, and where the keyboard was.
const foldOf = (summary) => summary.parentElement.id || summary.textContent.trim();
const wordsOf = (element) => element.id || (element.tagName === "SUMMARY" ? foldOf(element) : element.textContent.trim());
let before;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.hasAttribute("data-live")) event.preventDefault();
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status === 304) detail.shouldSwap = false;
  before = undefined;
  if (!detail.shouldSwap || !detail.target.hasAttribute("data-live")) return;
  const open = [...detail.target.querySelectorAll("details[open] > summary")].map(foldOf);
  const here = detail.target.contains(document.activeElement) ? document.activeElement : null;
  before = { id: detail.target.id, open, focus: here && [here.tagName, wordsOf(here)] };
});
document.addEventListener("htmx:afterSettle", () => {
  const part = before && document.getElementById(before.id);
  if (!part) return;
  for (const summary of part.querySelectorAll("details > summary"))
    if (before.open.includes(foldOf(summary))) summary.parentElement.open = true;
  const [tag, words] = before.focus || [];
  if (tag) [...part.querySelectorAll(tag)].find((one) => wordsOf(one) === words)?.focus({ preventScroll: true });
  before = undefined;
});

// One press, one post. The button is only marked: a disabled button would not send its own name and value.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || (form.getAttribute("method") || "").toLowerCase() !== "post") return;
  if (form.dataset.sending) return event.preventDefault();
  if (form.matches("[data-keep]")) remember(form, true);
  if (form.matches("[data-forget]")) drafts().forEach((key) => store(key, null)); // signing out
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  // A download or a slow line must not leave the form dead.
  setTimeout(() => rest(form), 8000);
});

function rest(form) {
  delete form.dataset.sending;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(rest);
});

// A deep link into something folded opens it.
function openTarget() {
  let target;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  if (!target) return;
  let opened = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    opened ||= !fold.open;
    fold.open = true;
  }
  if (opened) target.scrollIntoView();
}
window.addEventListener("hashchange", openTarget);

// A menu closes on Escape and when one looks elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// <button type="button" data-copy-link="#c-12" data-copied="Gekopieerd" hidden>Kopieer link</button>
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy-link]");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href).href);
  const words = button.textContent;
  button.textContent = button.dataset.copied || "✓";
  setTimeout(() => (button.textContent = words), 2000);
});

// What only works with this file is shown by it; parts that htmx brings in are greeted too.
function greet(part) {
  if (navigator.clipboard) part.querySelectorAll("[data-copy-link][hidden]").forEach((button) => (button.hidden = false));
  part.querySelectorAll("form[data-keep]").forEach(restore);
}

letGo();
greet(document);
openTarget();
document.querySelector(".error-summary, form .hint")?.focus();
document.addEventListener("htmx:load", (event) => greet(event.detail.elt));
