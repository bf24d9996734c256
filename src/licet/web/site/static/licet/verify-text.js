// Takes a licence as signed text apart (SD-JWT, RFC 9901): strict base64url, one spelling of JSON, each disclosure in its place.
import { Unreadable, fromBase64url } from "./verify.js";

const RESERVED = ["_sd", "_sd_alg", "..."];

function parse(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return [JSON.parse(text), text];
  } catch {
    throw new Unreadable("json");
  }
}

// RFC 8785 is what this language writes itself, with the members in order.
function canonical(tree) {
  if (Array.isArray(tree)) return `[${tree.map(canonical).join(",")}]`;
  if (tree !== null && typeof tree === "object") {
    return `{${Object.keys(tree).sort().map((name) => `${JSON.stringify(name)}:${canonical(tree[name])}`).join(",")}}`;
  }
  if (typeof tree === "number" && !Number.isSafeInteger(tree)) throw new Unreadable("number");
  return JSON.stringify(tree);
}

// One spelling only: a name that stands twice, a fraction or a blank would be written otherwise.
function object(part) {
  const [tree, text] = parse(fromBase64url(part));
  if (tree === null || typeof tree !== "object" || Array.isArray(tree) || canonical(tree) !== text) throw new Unreadable("json");
  return tree;
}

async function digest(text) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...hash)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function disclosure(part) {
  const [content, text] = parse(fromBase64url(part));
  const whole = Array.isArray(content) && (content.length === 2 || content.length === 3) && canonical(content) === text;
  if (!whole || !content.slice(0, -1).every((one) => typeof one === "string")) throw new Unreadable("disclosure");
  return [await digest(part), content];
}

function opening(disclosed) {
  const met = new Set();
  const used = new Set();
  function take(hash) {
    if (typeof hash !== "string" || met.has(hash)) throw new Unreadable("digest");
    met.add(hash);
    if (disclosed.has(hash)) used.add(hash);
    return disclosed.get(hash);
  }
  function members(tree) {
    const out = Object.create(null);
    for (const [name, inner] of Object.entries(tree)) if (name !== "_sd") out[name] = value(inner);
    if (RESERVED.some((name) => name in out)) throw new Unreadable("name");
    const hidden = tree._sd ?? [];
    if (!Array.isArray(hidden)) throw new Unreadable("digests");
    for (const hash of hidden) {
      const content = take(hash);
      if (!content) continue;
      const name = content[1];
      if (content.length !== 3 || name in out || RESERVED.includes(name)) throw new Unreadable("place");
      out[name] = value(content[2]);
    }
    return out;
  }
  function value(tree) {
    if (Array.isArray(tree)) return tree.flatMap(element);
    return tree !== null && typeof tree === "object" ? members(tree) : tree;
  }
  function element(one) {
    const hidden = one !== null && typeof one === "object" && !Array.isArray(one) && Object.keys(one).join() === "...";
    if (!hidden) return [value(one)];
    const content = take(one["..."]);
    if (content && content.length !== 2) throw new Unreadable("place");
    return content ? [value(content[1])] : [];
  }
  return { members, used };
}

/** The parts of a licence as signed text; nothing in them is to be believed yet. */
export async function openText(text) {
  const [token, ...rest] = text.split("~");
  if (!rest.length || rest.pop() !== "") throw new Unreadable("tilde");
  const pairs = await Promise.all(rest.map(disclosure));
  const parts = token.split(".");
  if (parts.length !== 3) throw new Unreadable("token");
  const header = object(parts[0]);
  const { _sd_alg: way = "sha-256", ...payload } = object(parts[1]);
  if (header.alg !== "EdDSA" || header.typ !== "licence+sd-jwt" || way !== "sha-256") throw new Unreadable("kind");
  const { members, used } = opening(new Map(pairs));
  const claims = members(payload);
  if (used.size !== pairs.length || claims.vct !== "urn:licet:licence:1") throw new Unreadable("claims");
  const place = claims.status?.status_list;
  const whole = [claims.iat, claims.nbf, claims.exp, place?.idx].every(Number.isInteger);
  const named = [claims.iss, claims.number, place?.uri].every((one) => typeof one === "string");
  if (!whole || !named || place.idx < 0) throw new Unreadable("claims");
  return {
    kid: String(header.kid), signed: new TextEncoder().encode(`${parts[0]}.${parts[1]}`), signature: fromBase64url(parts[2]),
    iss: claims.iss, iat: claims.iat, nbf: claims.nbf, exp: claims.exp, uri: place.uri, index: place.idx,
    fields: { ...claims, issued_at: new Date(claims.iat * 1000).toISOString() },
  };
}
