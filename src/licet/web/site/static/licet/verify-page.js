// Puts the verifier on the page: codes are checked on this device once keys and status list are loaded.
import { check, isCode } from "./verify.js";

const words = document.getElementById("words");
const form = document.getElementById("code-form");
const place = document.getElementById("verdict");
const known = { keys: null, status: null, maxStatusAge: Number(words.dataset.lifetime) };
const say = (kind, code) => words.content.querySelector(`[data-${kind}="${code}"]`);

async function load() {
  const [keys, status] = await Promise.all([fetch(words.dataset.keys), fetch(words.dataset.status)]);
  if (!keys.ok || !status.ok) return;
  known.keys = await keys.json();
  known.status = await status.text();
  const now = new Date();
  const asOf = document.getElementById("as-of");
  asOf.dateTime = now.toISOString();
  asOf.textContent = now.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  document.getElementById("offline").hidden = false;
}

function line(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function show(verdict) {
  const answer = say("answer", verdict.answer);
  const box = line("div", `outcome outcome--${answer.dataset.tone}`, "");
  box.append(line("p", "outcome__label", answer.textContent));
  for (const code of verdict.reasons) box.append(line("p", "outcome__sentence", say("reason", code).textContent));
  const rows = line("dl", "govuk-summary-list", "");
  for (const [name, value] of Object.entries(verdict.disclosed)) {
    const row = line("div", "govuk-summary-list__row govuk-summary-list__row--no-actions", "");
    row.append(line("dt", "govuk-summary-list__key", say("field", name).textContent), line("dd", "govuk-summary-list__value", value));
    rows.append(row);
  }
  const parts = [box];
  if (rows.children.length) parts.push(rows);
  if (verdict.age !== null) parts.push(line("p", "govuk-body", `${words.dataset.age} ${Math.floor(verdict.age / 60)}`));
  place.replaceChildren(...parts);
  place.scrollIntoView();
}

form.addEventListener("submit", async function (event) {
  const text = form.elements.code.value;
  if (!known.keys || !isCode(text)) return; // the server answers
  event.preventDefault();
  event.stopPropagation();
  show(await check(text, { ...known, at: Math.floor(Date.now() / 1000) }));
});

load().catch(function () { /* without keys the form goes to the server */ });
