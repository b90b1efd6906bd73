import { z } from 'zod';

/** What this program writes; a reader refuses a newer one. */
export const FORMAT_VERSION = 1;
export const MANIFEST = 'manifest.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A path within the archive that cannot lead out of it. */
const path = z.string().regex(/^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/);

const tablePart = z.object({
  kind: z.literal('table'),
  path,
  /** size and SHA-256 of the part as it lies in the archive */
  bytes: z.int().nonnegative(),
  sha256,
  /** `tongxin.building` */
  table: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  columns: z.array(z.string()),
  rows: z.int().nonnegative(),
  /** the rows in whatever order: see rows-digest.ts */
  content: sha256,
});

const filePart = z.object({
  kind: z.literal('file'),
  path,
  bytes: z.int().nonnegative(),
  sha256,
});

export type TablePart = z.infer<typeof tablePart>;
export type FilePart = z.infer<typeof filePart>;
export type Part = TablePart | FilePart;

/** The table of contents of a backup; readable by anybody who holds it, also when its parts are encrypted. */
export const manifest = z.object({
  format: z.literal('tongxin-backup'),
  formatVersion: z.int(),
  /** version of the program that wrote it */
  program: z.string(),
  /** the moment that the rows show, ISO 8601 */
  at: z.iso.datetime(),
  database: z.object({ kind: z.enum(['pg', 'pglite']), postgres: z.string(), postgis: z.string() }),
  migrations: z.array(z.object({ name: z.string(), sha256 })),
  counties: z.array(z.object({ code: z.string(), name: z.string() })),
  sequences: z.array(z.object({ name: z.string(), last: z.number().nullable() })),
  parts: z.array(z.discriminatedUnion('kind', [tablePart, filePart])),
  /** how the key is made from the passphrase; null = not encrypted */
  encryption: z.object({ salt: z.string() }).nullable(),
  /** HMAC-SHA-256 of everything above under the key; '' where there is none */
  seal: z.string(),
});
export type Manifest = z.infer<typeof manifest>;

const contents = manifest.omit({ seal: true });

/** What the seal is made of: the same text however the manifest was put together. */
export const sealedText = (of: z.infer<typeof contents>): string => JSON.stringify(contents.parse(of));
