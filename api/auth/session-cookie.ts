import { createHmac, timingSafeEqual } from 'node:crypto';

/** A session ends when it was not used for this long. */
export const SESSION_S = 12 * 3600;

/** `__Host-`: the browser itself refuses it over plain HTTP, for another path, or from a sub-domain. */
const cookieName = (secure: boolean) => (secure ? '__Host-tongxin_session' : 'tongxin_session');

const signature = (token: string, secret: string) => createHmac('sha256', secret).update(token).digest('base64url');

const setCookie = (value: string, maxAgeS: number, secure: boolean) =>
  `${cookieName(secure)}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

/** The Set-Cookie line that carries a session. The token is signed, so that a made-up one costs no query. */
export const sessionCookie = (token: string, secret: string, secure: boolean) =>
  setCookie(`${token}.${signature(token, secret)}`, SESSION_S, secure);

export const endedCookie = (secure: boolean) => setCookie('', 0, secure);

/** The raw value of the session cookie in a Cookie header; null without one. */
export function cookieValue(header: string | null | undefined, secure: boolean): string | null {
  if (!header) return null;
  const wanted = `${cookieName(secure)}=`;
  for (const part of header.split(';')) {
    const pair = part.trimStart();
    if (pair.startsWith(wanted)) return pair.slice(wanted.length).trimEnd() || null;
  }
  return null;
}

/** Values found right before: a page sends the same one with every tile, and the signature costs as much as the tile. */
const verified = new Set<string>();
const MOST_VERIFIED = 10_000;

/** The session token of a cookie value whose signature is ours; null for any other. */
export function verifiedToken(value: string, secret: string): string | null {
  const known = `${secret} ${value}`;
  if (verified.has(known)) return value.slice(0, value.lastIndexOf('.'));
  const token = checkedToken(value, secret);
  if (token === null) return null;
  if (verified.size >= MOST_VERIFIED) verified.clear();
  verified.add(known);
  return token;
}

function checkedToken(value: string, secret: string): string | null {
  const dot = value.lastIndexOf('.');
  if (dot < 1 || value.length > 256) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1));
  const right = Buffer.from(signature(token, secret));
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}
