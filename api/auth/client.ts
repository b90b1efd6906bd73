import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** What the server knows about the other end of a request. */
export interface Client {
  /** address of the browser; behind a trusted proxy the one that the proxy names; '' when unknown (in-process) */
  address: string;
  /** what the browser says it is, as much of it as is kept; '' when it says nothing */
  agent: string;
  /** the browser speaks TLS, to us or to a trusted proxy */
  secure: boolean;
  /** the request comes from this machine itself, asks for it by a loopback name, and no proxy stands between */
  loopback: boolean;
}

const LOOPBACK_NAMES = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;
const LOOPBACK_ADDRESSES = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;

export const isLoopbackHost = (host: string) => LOOPBACK_NAMES.test(host.includes('::') ? `[${host}]` : host);

const MOST_AGENT = 200;
const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '').slice(0, MOST_AGENT);

const socketAddress = (c: Context): string => {
  // `app.request()` has no socket; there the address stays unknown.
  const env = c.env as { incoming?: unknown; server?: unknown } | undefined;
  return env?.incoming || env?.server ? (getConnInfo(c).remote.address ?? '') : '';
};

/**
 * Forwarding headers count only with `trustProxy`, because anyone can send them; their mere presence already says
 * that the request is not from this machine's own browser.
 */
export function clientOf(c: Context, trustProxy: boolean): Client {
  const socket = socketAddress(c);
  const forwardedFor = c.req.header('x-forwarded-for');
  const forwarded = forwardedFor ?? c.req.header('forwarded') ?? c.req.header('x-forwarded-proto');
  // The last entry is the one that our own proxy saw; those before it are the sender's word.
  const named = trustProxy ? forwardedFor?.split(',').at(-1)?.trim() : undefined;
  const proto = trustProxy ? c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() : undefined;
  return {
    address: named || socket,
    agent: printable(c.req.header('user-agent') ?? ''),
    secure: proto === 'https' || (proto === undefined && c.req.url.startsWith('https:')),
    // A proxy need not say that it is one (nginx's own default does not); a trusted one stands before every request.
    loopback:
      !trustProxy &&
      forwarded === undefined &&
      LOOPBACK_ADDRESSES.test(socket) &&
      LOOPBACK_NAMES.test(c.req.header('host') ?? ''),
  };
}

/** What attempts are counted by: an IPv6 customer owns a whole /64, so that is one address. */
export function addressBucket(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const groups =
    tail === undefined ? left : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
