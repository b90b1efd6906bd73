import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { clientOf } from './auth/client.ts';
import type { AppEnv } from './http-env.ts';
import { ProblemError } from './problems.ts';

/** From a tile out of memory to the report of a large import. */
const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

let processMetrics: Registry | undefined;

/** Of the process as a whole, however many apps it holds: collecting them keeps timers. */
function ofProcess(): Registry {
  if (!processMetrics) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

export interface MetricsOptions {
  version: string;
  database: 'pg' | 'pglite';
  trustProxy: boolean;
  /** who brings it may read them from anywhere; without one they are read from this machine alone */
  token: string | undefined;
  /** numbers that are asked for when they are read, by name: what they tell and how many there are now */
  gauges: Readonly<Record<string, { help: string; read: () => number }>>;
}

/**
 * Figures of the running server for Prometheus. Requests are told by the pattern of their route: no county, id or name
 * of anybody is ever a label.
 */
export function createMetrics({ version, database, trustProxy, token, gauges }: MetricsOptions) {
  const register = new Registry();
  const registers = [register];
  new Gauge({ name: 'tongxin_info', help: 'Version and database', labelNames: ['version', 'database'], registers })
    .labels(version, database)
    .set(1);
  const requests = new Histogram({
    name: 'tongxin_request_seconds',
    help: 'Time until an answer begins, by method, route and status; without tiles that come from memory',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const refused = new Counter({ name: 'tongxin_metrics_refused', help: 'Readers of this page turned away', registers });
  for (const [name, { help, read }] of Object.entries(gauges)) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }

  const observe: MiddlewareHandler<AppEnv> = async (c, next) => {
    const started = performance.now();
    await next();
    const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'page or unknown';
    const method = METHODS.has(c.req.method) ? c.req.method : 'other';
    requests.labels(method, route, String(c.res.status)).observe((performance.now() - started) / 1000);
  };

  const show: MiddlewareHandler<AppEnv> = async (c) => {
    const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    const known = token !== undefined && given !== undefined && isSame(token, given);
    if (!known && !clientOf(c, trustProxy).loopback) {
      refused.inc();
      throw new ProblemError(
        'forbidden',
        'These figures are read from the machine itself, or with the METRICS_TOKEN of the server as a bearer token.',
      );
    }
    const merged = Registry.merge([ofProcess(), register]);
    return c.body(await merged.metrics(), 200, { 'content-type': merged.contentType, 'cache-control': 'no-store' });
  };
  return { observe, show };
}

/** Anybody can send a method of their own making: one label for all of them. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
