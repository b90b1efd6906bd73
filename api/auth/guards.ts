import type { Context, MiddlewareHandler } from 'hono';
import { ProblemError } from '../problems.ts';
import { clientOf } from './client.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a request that changes something and was sent by a page of another site (CSRF).
 *
 * Every current browser names the sender in Sec-Fetch-Site or Origin; a request with neither is no browser's and
 * carries no stolen cookie.
 *
 * @throws ProblemError 'cross-site'
 */
export const sameOriginOnly: MiddlewareHandler = async (c, next) => {
  if (!SAFE.has(c.req.method) && !isSentByOwnPage(c)) {
    throw new ProblemError(
      'cross-site',
      `This ${c.req.method} was sent by a page of another site; do it on the map's own page.`,
    );
  }
  await next();
};

export const isSentByOwnPage = ({ req }: Context): boolean =>
  isSameOrigin(req.header('sec-fetch-site'), req.header('origin'), req.header('host'));

function isSameOrigin(fetchSite: string | undefined, origin: string | undefined, host: string | undefined): boolean {
  if (fetchSite !== undefined) return fetchSite === 'same-origin' || fetchSite === 'none';
  if (origin === undefined) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}

/**
 * What the page may load and run. Map workers are started from blobs; antd writes style elements; pictures are made
 * in the page (data:, blob:) or come from the server. Nothing is evaluated and nothing comes from elsewhere.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What every answer carries. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(self), camera=(self), microphone=(), payment=(), usb=()',
};

/**
 * Puts them on every answer, failures too; Strict-Transport-Security only where TLS is spoken. Tiles on the fast lane
 * pass this by and carry SECURITY_HEADERS by themselves.
 */
export const securityHeaders =
  (settings: { trustProxy: boolean }): MiddlewareHandler =>
  async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
    if (clientOf(c, settings.trustProxy).secure) {
      c.res.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
    }
  };
