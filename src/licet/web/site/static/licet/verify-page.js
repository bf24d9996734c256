// Puts the verifier on the page: codes are scanned and checked on this device, also without a network.
import { check, isCode, isNewer, isText } from "./verify.js";

const words = document.getElementById("words");
const form = document.getElementById("code-form");
const place = document.getElementById("verdict");
const known = { keys: null, status: null, maxStatusAge: Number(words.dataset.lifetime) };
const say = (kind, code) => words.content.querySelector(`[data-${kind}="${code}"]`);
const MEMORY = "licet-status-seen";

async function load() {
  const [keys, status] = await Promise.all([fetch(words.dataset.keys), fetch(words.dataset.status)]);
  if (!keys.ok || !status.ok) return;
  known.keys = await keys.json();
  known.status = await status.text();
  const asOf = document.getElementById("as-of");
  const made = new Date(known.keys.published_at);
  asOf.dateTime = made.toISOString();
  asOf.textContent = made.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  document.getElementById("offline").hidden = false;
}

// What this device saw before: a list that goes back in time is not believed.
function seen() {
  try {
    return [localStorage.getItem(MEMORY)].filter(Boolean);
  } catch {
    return [];
  }
}

function remember(verdict) {
  const broken = verdict.reasons.some((code) => ["status_unusable", "status_rolled_back", "status_undone"].includes(code));
  if (broken || verdict.age === null || !isNewer(known.status, seen()[0])) return;
  try {
    localStorage.setItem(MEMORY, known.status);
  } catch { /* without a memory every list is new */ }
}

function line(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function inWords(value) {
  if (value === null) return words.dataset.none;
  if (Array.isArray(value)) return value.map(inWords).join("; ");
  if (typeof value !== "object") return String(value);
  if ("country" in value) return `${value.name} (${value.country})`;
  if ("entry" in value) {
    const more = [value.description, value.value].filter(Boolean).join(" ");
    return `${value.entry}: ${value.quantity} ${value.unit}${more ? `, ${more}` : ""}`;
  }
  return String(value.words ?? value.type ?? "").replaceAll("_", " ");
}

function show(verdict) {
  const answer = say("answer", verdict.answer);
  const box = line("div", `outcome outcome--${answer.dataset.tone}`, "");
  box.append(line("p", "outcome__label", answer.textContent));
  for (const code of verdict.reasons) box.append(line("p", "outcome__sentence", say("reason", code).textContent));
  const rows = line("dl", "govuk-summary-list", "");
  for (const [name, value] of Object.entries(verdict.disclosed)) {
    const label = say("field", name);
    if (!label) continue;
    const row = line("div", "govuk-summary-list__row govuk-summary-list__row--no-actions", "");
    row.append(line("dt", "govuk-summary-list__key", label.textContent), line("dd", "govuk-summary-list__value", inWords(value)));
    rows.append(row);
  }
  const parts = [box];
  if (rows.children.length) parts.push(rows);
  if (verdict.withheld.length) {
    const names = verdict.withheld.map((name) => say("field", name).textContent).join(", ");
    parts.push(line("p", "govuk-body", `${words.dataset.withheld} ${names}.`));
  }
  if (verdict.age !== null) parts.push(line("p", "govuk-body", `${words.dataset.age} ${Math.floor(verdict.age / 60)}`));
  place.replaceChildren(...parts);
  place.scrollIntoView();
}

async function answer(text) {
  const sees = (say("sees", form.elements.role.value || "public")?.textContent ?? "").split(" ").filter(Boolean);
  const verdict = await check(text, { ...known, seen: seen(), sees, at: Math.floor(Date.now() / 1000) });
  show(verdict);
  remember(verdict);
}

form.addEventListener("submit", async function (event) {
  const text = form.elements.code.value;
  if (!known.keys || !(isCode(text) || isText(text))) return; // the server answers
  event.preventDefault();
  event.stopPropagation();
  await answer(text);
});

// The camera, where the browser reads codes itself.
const camera = document.getElementById("camera");
const scan = document.getElementById("scan");
const stop = document.getElementById("stop");
const says = document.getElementById("scan-says");

function stopCamera() {
  camera.srcObject?.getTracks().forEach((track) => track.stop());
  camera.srcObject = null;
  camera.hidden = true;
  stop.hidden = true;
  scan.hidden = false;
}

async function startCamera() {
  try {
    camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await camera.play();
  } catch {
    stopCamera();
    says.textContent = words.dataset.noCamera;
    return;
  }
  camera.hidden = false;
  scan.hidden = true;
  stop.hidden = false;
  says.textContent = words.dataset.looking;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  while (camera.srcObject) {
    const found = (await detector.detect(camera).catch(() => [])).map((one) => one.rawValue).find(isCode);
    if (found) {
      stopCamera();
      says.textContent = "";
      form.elements.code.value = found;
      form.requestSubmit(form.querySelector("[name=check_code]"));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  says.textContent = "";
}

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  document.getElementById("scanner").hidden = false;
  scan.addEventListener("click", startCamera);
  stop.addEventListener("click", stopCamera);
}

load().catch(function () { /* without keys the form goes to the server */ });
navigator.serviceWorker?.register(words.dataset.worker, { scope: words.dataset.scope }).catch(function () { /* then only this open page works offline */ });
