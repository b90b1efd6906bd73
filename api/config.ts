import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { makeDirectory } from './db/make-directory.ts';
import { SetupError } from './db/setup-error.ts';
import type { BaseMapSettings } from './services/base-maps.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const SECRET_BYTES = 32;

const truth = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');
const address = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' })
  .transform((url) => url.replace(/\/+$/, ''));
const settings = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port, 0 to 65535')
    .default(3000),
  HOST: z.string().min(1, 'must be a host name or an address').default('127.0.0.1'),
  DATA_DIR: z.string().min(1, 'must be a directory').optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://; leave it out to use the embedded database')
    .optional(),
  TRUST_PROXY: truth.default(false),
  LOG_LEVEL: z.enum(['debug', 'info', 'silent'], 'must be debug, info or silent').default('info'),
  METRICS_TOKEN: z.string().min(16, 'is shorter than 16 characters; make one with "openssl rand -hex 16"').optional(),
  TIANDITU_KEY: z.string().optional(),
  TIANDITU_URL: address.optional(),
  AMAP_KEY: z.string().optional(),
  AMAP_URL: address.optional(),
  SESSION_SECRET: z
    .string()
    .refine(
      (value) => Buffer.byteLength(value) >= SECRET_BYTES,
      `is shorter than ${SECRET_BYTES} bytes; make one with "openssl rand -base64 ${SECRET_BYTES}", or leave it out`,
    )
    .optional(),
});

/** Settings whose value no message shows. */
const PRIVATE: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'SESSION_SECRET',
  'METRICS_TOKEN',
  'TIANDITU_KEY',
  'AMAP_KEY',
]);

export interface Config {
  /** 0 = any free port */
  port: number;
  host: string;
  /** absolute path: the embedded database, secrets, files */
  dataDir: string;
  /** PostgreSQL to use instead of the embedded database */
  databaseUrl: string | undefined;
  /** honour the forwarding headers of a proxy in front */
  trustProxy: boolean;
  /** how much the log tells; debug has a line for each request */
  logLevel: 'debug' | 'info' | 'silent';
  /** opens /metrics to others than this machine */
  metricsToken: string | undefined;
  /** raster maps of others */
  baseMaps: BaseMapSettings;
  /** A secret by its name: from the environment (`session` is SESSION_SECRET), else from DATA_DIR/secrets, made on first use. */
  secret(name: string): string;
}

/**
 * The settings of this process. An empty variable counts as one not set.
 *
 * @param standing where the person stands, which a relative DATA_DIR starts from; the default `.data` lies in the project
 * @throws SetupError that names the variable
 */
export function readConfig(environment: Record<string, string | undefined>, standing: string): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      const shown = PRIVATE.has(name) ? '' : ` "${given[name]}"`;
      return `${name}${shown} ${message}`;
    });
    throw new SetupError(`The settings cannot be used: ${faults.join('; ')}.`);
  }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, TRUST_PROXY, LOG_LEVEL, METRICS_TOKEN } = parsed.data;
  const dataDir = DATA_DIR ? resolve(standing, DATA_DIR) : join(PROJECT, '.data');
  return {
    port: PORT,
    host: HOST,
    dataDir,
    databaseUrl: DATABASE_URL,
    trustProxy: TRUST_PROXY,
    logLevel: LOG_LEVEL,
    metricsToken: METRICS_TOKEN,
    baseMaps: {
      ...{ tiandituKey: parsed.data.TIANDITU_KEY, tiandituUrl: parsed.data.TIANDITU_URL },
      ...{ amapKey: parsed.data.AMAP_KEY, amapUrl: parsed.data.AMAP_URL },
    },
    secret: (name) => given[`${name.toUpperCase()}_SECRET`] ?? storedSecret(join(dataDir, 'secrets'), name),
  };
}

/** Whoever creates the file first decides; everybody else reads it. */
function storedSecret(directory: string, name: string): string {
  const path = join(directory, name);
  try {
    makeDirectory(directory);
    const made = randomBytes(SECRET_BYTES).toString('base64url');
    writeFileSync(path, made, { flag: 'wx', mode: 0o600, flush: true });
    return made;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      throw new SetupError(
        `The secret ${path} cannot be written (${message}); set DATA_DIR to a directory that you may write, or give ${name.toUpperCase()}_SECRET.`,
      );
    }
  }
  const stored = readFileSync(path, 'utf8').trim();
  if (Buffer.byteLength(stored) >= SECRET_BYTES) return stored;
  throw new SetupError(
    `The secret in ${path} is damaged; restore it from a backup, or delete it: a new one signs everybody out.`,
  );
}
