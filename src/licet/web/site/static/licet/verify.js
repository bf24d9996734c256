// Checks the printed code of a licence in the browser: Base45, zlib, CBOR, COSE and Ed25519, nothing but the
// authority's published keys and its status list. What is said here follows licet.licence.verify, reason by reason.

const PREFIX = "LICET1:";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const SKEW = 300; // seconds by which the clocks of two honest machines may differ
const LARGEST = 65536;
const LARGEST_LIST = 16777216;
const ISS = 1, EXP = 4, NBF = 5, IAT = 6, STATUS = 65535, LICENCE = -70000;
const STATUSES = { 0: "valid", 1: "revoked", 2: "suspended", 11: "annulled", 12: "surrendered", 13: "expired", 14: "exhausted", 15: "replaced" };

const OPEN = ["number", "kind", "authority", "regime", "first_day", "last_day", "zone", "issued_at"];
const CONCEALED = ["licensee", "consignee", "end_user", "destination", "items", "value", "conditions", "end_use"];

export class Unreadable extends Error {}
class Altered extends Error {}

export function fromBase45(text) {
  const out = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((letter) => ALPHABET.indexOf(letter));
    const width = group.length - 1;
    const value = group.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
    if (group.includes(-1) || width === 0 || value >= 256 ** width) throw new Unreadable("base45");
    if (width === 2) out.push(value >> 8);
    out.push(value & 255);
  }
  return Uint8Array.from(out);
}

export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Unreadable("base64url");
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  let binary;
  try {
    binary = atob(plain + "=".repeat((4 - (plain.length % 4)) % 4));
  } catch {
    throw new Unreadable("base64url");
  }
  if (btoa(binary).replace(/=+$/, "") !== plain) throw new Unreadable("base64url");
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

async function inflate(bytes, limit) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const parts = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > limit) {
        await reader.cancel();
        throw new Unreadable("zlib");
      }
      parts.push(value);
    }
  } catch {
    throw new Unreadable("zlib");
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

// Deterministic CBOR only: one spelling for each value, and every byte accounted for.
export function fromCbor(bytes) {
  let at = 0;
  function take(count) {
    if (at + count > bytes.length) throw new Unreadable("cbor");
    at += count;
    return bytes.subarray(at - count, at);
  }
  function argument(low) {
    if (low < 24) return low;
    const width = { 24: 1, 25: 2, 26: 4, 27: 8 }[low];
    if (!width) throw new Unreadable("cbor");
    const value = take(width).reduce((sum, byte) => sum * 256 + byte, 0);
    const least = { 1: 24, 2: 256, 4: 65536, 8: 4294967296 }[width];
    if (value < least || value > Number.MAX_SAFE_INTEGER) throw new Unreadable("cbor");
    return value;
  }
  function text(count) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take(count));
    } catch {
      throw new Unreadable("cbor");
    }
  }
  function map(count, depth) {
    const found = new Map();
    let last = null;
    for (let entry = 0; entry < count; entry += 1) {
      const from = at;
      const key = item(depth);
      const spelt = bytes.subarray(from, at);
      if (last && !before(last, spelt)) throw new Unreadable("cbor");
      last = spelt;
      found.set(key, item(depth));
    }
    return found;
  }
  function item(depth) {
    if (depth > 16) throw new Unreadable("cbor");
    const head = take(1)[0];
    const major = head >> 5;
    if (major === 7) {
      if (head === 0xf4) return false;
      if (head === 0xf5) return true;
      if (head === 0xf6) return null;
      throw new Unreadable("cbor");
    }
    const value = argument(head & 31);
    switch (major) {
      case 0: return value;
      case 1: return -1 - value;
      case 2: return take(value).slice();
      case 3: return text(value);
      case 4: return Array.from({ length: Math.min(value, bytes.length) }, () => item(depth + 1));
      case 5: return map(value, depth + 1);
      default: return { tag: value, value: item(depth + 1) };
    }
  }
  const found = item(0);
  if (at !== bytes.length) throw new Unreadable("cbor");
  return found;
}

function before(left, right) {
  if (left.length !== right.length) return left.length < right.length;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return left[at] < right[at];
  return false;
}

function byteString(bytes) {
  const head = bytes.length < 24 ? [0x40 + bytes.length]
    : bytes.length < 256 ? [0x58, bytes.length]
      : [0x59, bytes.length >> 8, bytes.length & 255];
  return [...head, ...bytes];
}

function toBeSigned(protectedHeader, payload) {
  const context = new TextEncoder().encode("Signature1");
  return Uint8Array.from([0x84, 0x60 + context.length, ...context, ...byteString(protectedHeader), 0x40, ...byteString(payload)]);
}

async function holds(key, signature, data) {
  const published = await crypto.subtle.importKey("raw", fromBase64url(key.x), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, published, signature, data);
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const seconds = (text) => Date.parse(text) / 1000;

function find(keys, id, purpose) {
  return keys.keys.find((key) => key.kid === id && key.alg === "EdDSA" && key.purposes.includes(purpose));
}

function keyGround(key, signedAt) {
  const ended = key.valid_until !== null && seconds(key.valid_until) <= signedAt;
  if (signedAt < seconds(key.valid_from) || ended) return ["not_valid", "key_not_in_force"];
  if (key.compromised_at === null) return null;
  return [signedAt >= seconds(key.compromised_at) ? "not_valid" : "not_confirmed", "key_compromised"];
}

async function open(text) {
  const message = fromCbor(fromBase45(text.slice(PREFIX.length)));
  const parts = message && message.tag === 18 && message.value;
  if (!Array.isArray(parts) || parts.length !== 4) throw new Unreadable("cose");
  const [head, loose, payload, signature] = parts;
  const bytes = [head, payload, signature].every((part) => part instanceof Uint8Array);
  if (!bytes || !(loose instanceof Map)) throw new Unreadable("cose");
  const header = fromCbor(head);
  if (!(header instanceof Map) || header.get(1) !== -8 || !(header.get(4) instanceof Uint8Array)) throw new Unreadable("cose");
  const claims = fromCbor(await inflate(payload, LARGEST));
  if (!(claims instanceof Map) || !(claims.get(LICENCE) instanceof Map)) throw new Unreadable("claims");
  const place = claims.get(STATUS) instanceof Map && claims.get(STATUS).get("status_list");
  const whole = [IAT, NBF, EXP].every((name) => Number.isInteger(claims.get(name)));
  if (!whole || !(place instanceof Map) || !Number.isInteger(place.get("idx"))) throw new Unreadable("claims");
  return {
    kid: hex(header.get(4)), signed: toBeSigned(head, payload), signature,
    iss: claims.get(ISS), iat: claims.get(IAT), nbf: claims.get(NBF), exp: claims.get(EXP),
    uri: place.get("uri"), index: place.get("idx"), fields: fieldsOf(claims),
  };
}

const day = (number) => new Date(number * 86400000).toISOString().slice(0, 10);
const party = (pair) => ({ name: pair[0], country: pair[1] });

// The numbered claims of a code under the names of the signed text.
function fieldsOf(claims) {
  const licence = claims.get(LICENCE);
  try {
    const fields = {
      number: licence.get(1), kind: licence.get(2), authority: licence.get(3), regime: licence.get(4),
      first_day: day(licence.get(5)), last_day: day(licence.get(6)), issued_at: new Date(claims.get(IAT) * 1000).toISOString(),
      licensee: party(licence.get(7)), consignee: licence.has(8) ? party(licence.get(8)) : null, destination: licence.get(9),
    };
    if (licence.has(10)) fields.items = licence.get(10).map(([entry, quantity, unit], at) => ({ line: at + 1, entry, quantity, unit }));
    if (licence.has(11)) fields.conditions = licence.get(11).map(([id, type]) => ({ id, type }));
    return fields;
  } catch {
    throw new Unreadable("claims");
  }
}

// A status list whose signature counts, at one place.
async function readList(jwt, keys, index) {
  const [head, body, signature, more] = jwt.trim().split(".");
  const header = JSON.parse(new TextDecoder().decode(fromBase64url(head)));
  const key = find(keys, header.kid, "status");
  const data = new TextEncoder().encode(`${head}.${body}`);
  if (more !== undefined || header.alg !== "EdDSA" || header.typ !== "statuslist+jwt" || !key) throw new Altered();
  if (!(await holds(key, fromBase64url(signature), data))) throw new Altered();
  const listed = JSON.parse(new TextDecoder().decode(fromBase64url(body)));
  if (keyGround(key, listed.iat) !== null || listed.status_list.bits !== 4) throw new Altered();
  const packed = await inflate(fromBase64url(listed.status_list.lst), LARGEST_LIST);
  if (index < 0 || index >= packed.length * 2) throw new Unreadable("place");
  const status = STATUSES[(packed[index >> 1] >> (index % 2 ? 4 : 0)) & 15];
  if (!status) throw new Unreadable("status");
  return { status, iat: listed.iat, exp: listed.exp, uri: listed.sub };
}

const undone = (status) => status === "valid" || status === "suspended";

async function statusGround(opened, keys, jwt, now, limit) {
  if (!jwt) return { ground: ["not_confirmed", "no_status"] };
  let told;
  try {
    told = await readList(jwt, keys, opened.index);
  } catch {
    return { ground: ["not_confirmed", "status_unusable"] };
  }
  if (told.uri !== opened.uri) return { ground: ["not_confirmed", "other_status_list"] };
  const { status, iat, exp } = told;
  let ground = [status === "valid" ? "valid" : "not_valid", status];
  if (undone(status)) {
    if (iat > now + SKEW) ground = ["not_confirmed", "status_later"];
    else if (now - iat > Math.min(limit, exp - iat)) ground = ["not_confirmed", "status_stale"];
  }
  return { ground, status, iat, age: Math.max(now - iat, 0) };
}

// What lists that this device saw before say about the one at hand: an end stays, time goes on.
async function seenGrounds(opened, keys, found, seen) {
  const grounds = [];
  for (const jwt of seen) {
    let earlier;
    try {
      earlier = await readList(jwt, keys, opened.index);
    } catch {
      continue;
    }
    if (earlier.uri !== opened.uri) continue;
    const gap = found.iat === undefined ? 0 : earlier.iat - found.iat;
    if (gap > SKEW || (gap > 0 && earlier.status !== found.status)) grounds.push(["not_confirmed", "status_rolled_back"]);
    if (undone(earlier.status) || (found.status && !undone(found.status))) continue;
    grounds.push(["not_valid", earlier.status]);
    if (found.status) grounds.push(["not_confirmed", "status_undone"]);
  }
  return grounds;
}

function cut(value, sees) {
  if (Array.isArray(value)) return value.map((one) => cut(one, sees));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value)
    .filter(([name]) => !CONCEALED.includes(name) || sees.includes(name)).map(([name, inner]) => [name, cut(inner, sees)]));
}

function shown(fields, sees) {
  const names = [...OPEN, ...CONCEALED.filter((name) => sees.includes(name))];
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, cut(fields[name], sees)]));
}

/** Whether a status list is newer than another one, as far as both say; an unreadable one is never newer. */
export function isNewer(jwt, than) {
  const issued = (text) => {
    try {
      return JSON.parse(new TextDecoder().decode(fromBase64url(text.split(".")[1]))).iat;
    } catch {
      return -1;
    }
  };
  return issued(jwt) > issued(than ?? "");
}

/**
 * Check one code, or a licence as signed text.
 * @param {string} text the code as printed, or the signed text
 * @param {{keys: object, status: ?string, seen: ?string[], sees: ?string[], at: number, maxStatusAge: number}} known keys, status list, lists seen before, fields this reader may see, seconds since 1970, seconds
 * @returns {Promise<{answer: string, reasons: string[], number: ?string, age: ?number, disclosed: object, withheld: string[]}>} the answer
 */
export async function check(text, known) {
  const { keys, status, at, maxStatusAge, seen = [], sees = [] } = known;
  const verdict = { answer: "not_valid", reasons: [], number: null, age: null, disclosed: {}, withheld: [] };
  let opened;
  try {
    opened = isCode(text) ? await open(text.trim()) : await (await import("./verify-text.js")).openText(text.trim());
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ...verdict, reasons: ["unreadable"] };
  }
  const key = find(keys, opened.kid, "licence");
  if (!key) {
    const newer = opened.iat > seconds(keys.published_at);
    return { ...verdict, answer: newer ? "not_confirmed" : "not_valid", reasons: [newer ? "key_set_older" : "unknown_key"] };
  }
  if (!(await holds(key, opened.signature, opened.signed))) return { ...verdict, reasons: ["altered"] };
  const grounds = [];
  const ground = keyGround(key, opened.iat);
  if (ground) grounds.push(ground);
  if (opened.iss !== keys.authority) grounds.push(["not_valid", "other_authority"]);
  if (opened.iat > at + SKEW) grounds.push(["not_valid", "issued_later"]);
  if (at < opened.nbf) grounds.push(["not_valid", "not_yet_in_force"]);
  if (at >= opened.exp) grounds.push(["not_valid", "expired"]);
  const found = await statusGround(opened, keys, status, at, maxStatusAge);
  grounds.push(found.ground, ...(await seenGrounds(opened, keys, found, seen)));
  const answer = ["not_valid", "not_confirmed", "valid"].find((one) => grounds.some(([own]) => own === one));
  const first = grounds.filter(([own]) => own === answer);
  const rest = grounds.filter(([own]) => own !== answer && own !== "valid");
  return {
    answer,
    reasons: [...first, ...rest].map(([, code]) => code),
    number: opened.fields.number,
    age: found.age ?? null,
    disclosed: shown(opened.fields, sees),
    withheld: CONCEALED.filter((name) => name !== "value" && sees.includes(name) && !(name in opened.fields)),
  };
}

export const isCode = (text) => text.trim().startsWith(PREFIX);
export const isText = (text) => /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+~/.test(text.trim());
