import { readdir, stat, statfs } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { Session } from '../../db/engine.ts';
import {
  databaseBytes,
  findExcessRights,
  findInvalidOutlines,
  findMiscounted,
  findStuckImports,
  findSuspended,
  findUnanalyzed,
  findUnprotected,
  listPhotos,
} from '../../db/health-checks.ts';
import { appliedMigrations, readMigrations } from '../../db/migrate.ts';
import type { OpenedDatabase } from '../../db/open.ts';

/** One look at a store: what is well is said too, so that a list without a line means something was not looked at. */
export interface Finding {
  check: string;
  /** `look`: works, but somebody should see to it; `ill`: something is wrong */
  state: 'well' | 'look' | 'ill';
  /** what was found, and what to do about it */
  says: string;
}

/** How many names a line tells. */
const TOLD = 5;
const MB = 1e6;

const told = (names: readonly string[]): string =>
  `${names.slice(0, TOLD).join(', ')}${names.length > TOLD ? ` and ${names.length - TOLD} more` : ''}`;

/** A check that finds names at fault. */
const faults = (
  check: string,
  found: readonly string[],
  well: string,
  ill: string,
  state: 'look' | 'ill' = 'ill',
): Finding =>
  found.length === 0 ? { check, state: 'well', says: well } : { check, state, says: `${told(found)}: ${ill}` };

/** Looks at everything that can be wrong with a store without anybody noticing; changes nothing. */
export async function examine(database: OpenedDatabase, dataDir: string): Promise<Finding[]> {
  const session = await database.owner.checkout();
  try {
    const schema = await examineSchema(session);
    const { postgres, postgis } = database.versions;
    const kind = database.kind === 'pg' ? 'PostgreSQL' : 'embedded PostgreSQL';
    const findings: Finding[] = [
      {
        check: 'versions',
        state: 'well',
        says: `${kind} ${postgres}, PostGIS ${postgis}, Node ${process.versions.node}`,
      },
      schema,
    ];
    if (schema.state === 'well')
      findings.push(...(await examineTables(session)), ...(await examinePhotos(session, dataDir)));
    findings.push(await examineSecrets(dataDir), await examineRoom(session, dataDir), await examineLeftovers(dataDir));
    return findings;
  } finally {
    session.release();
  }
}

async function examineSchema(session: Session): Promise<Finding> {
  const check = 'schema';
  const applied = await appliedMigrations(session);
  const ours = readMigrations();
  const unknown = applied
    .filter(({ name }) => !ours.some((migration) => migration.name === name))
    .map(({ name }) => name);
  if (unknown.length > 0)
    return { check, state: 'ill', says: `${told(unknown)}: of a newer version of the program; start that one.` };
  const changed = ours.filter(({ name, sha256 }) =>
    applied.some((each) => each.name === name && each.sha256 !== sha256),
  );
  if (changed.length > 0) {
    return {
      check,
      state: 'ill',
      says: `${told(changed.map(({ name }) => name))}: the file was changed after it was applied; put it back as it was.`,
    };
  }
  const pending = ours.filter(({ name }) => !applied.some((each) => each.name === name)).map(({ name }) => name);
  if (pending.length > 0)
    return { check, state: 'ill', says: `${told(pending)}: not applied yet; run "tongxin upgrade".` };
  return { check, state: 'well', says: `up to date, ${ours.at(-1)?.name}` };
}

async function examineTables(session: Session): Promise<Finding[]> {
  return [
    faults(
      'policies',
      await findUnprotected(session),
      'every table with a county has its policies',
      'the table has no row-level security, so that one county may see the rows of another; restore a backup, and report this.',
    ),
    faults(
      'role',
      await findExcessRights(session),
      'the application may do what it needs and no more',
      'tongxin_app may do this and must not; revoke it.',
    ),
    faults(
      'rules',
      await findSuspended(session),
      'every trigger and constraint is at work',
      'switched off or never checked; "alter table … enable trigger", "… validate constraint".',
    ),
    faults(
      'outlines',
      await findInvalidOutlines(session),
      'every outline is valid',
      'outlines cross themselves; export the layer, mend it with "fabric repair", import it again.',
    ),
    faults(
      'counts',
      await findMiscounted(session),
      'every division counts what its blocks hold',
      'the county does not add up; an import of its buildings counts anew.',
    ),
    faults(
      'imports',
      await findStuckImports(session),
      'no import is left half way',
      'under way for more than a day; restart the server, which ends what was interrupted.',
      'look',
    ),
    faults(
      'statistics',
      await findUnanalyzed(session),
      'the planner knows the tables',
      'never analyzed; the next import does it, or "analyze" in psql.',
      'look',
    ),
  ];
}

async function examinePhotos(session: Session, dataDir: string): Promise<Finding[]> {
  const entries = await readdir(join(dataDir, 'photos'), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => parse(name).name));
  const rows = new Set(await listPhotos(session));
  const lost = [...rows].filter((id) => !files.has(id));
  const unnamed = [...files].filter((id) => !rows.has(id));
  return [
    faults(
      'photographs',
      lost,
      `${rows.size} photographs, every file is there`,
      'the file is missing; copy it into DATA_DIR/photos from a backup.',
    ),
    faults(
      'photograph files',
      unnamed,
      'no file without a row',
      'nothing names the file; it may be swept away.',
      'look',
    ),
  ];
}

async function examineSecrets(dataDir: string): Promise<Finding> {
  const folder = join(dataDir, 'secrets');
  const open: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const { mode } = await stat(join(folder, name));
    if ((mode & 0o077) !== 0) open.push(join(folder, name));
  }
  return faults(
    'secrets',
    open,
    "are their owner's alone",
    'others on this machine may read it; chmod 600, and delete it where that matters: a new one signs everybody out.',
  );
}

async function examineRoom(session: Session, dataDir: string): Promise<Finding> {
  const bytes = await databaseBytes(session);
  const disk = await statfs(dataDir).catch(() => null);
  if (!disk) return { check: 'room', state: 'look', says: `${dataDir} is not there yet.` };
  const free = disk.bavail * disk.bsize;
  const says = `the database has ${Math.round(bytes / MB)} MB, the disk of ${dataDir} ${Math.round(free / MB)} MB free`;
  return free < 2 * bytes || free < 500 * MB
    ? { check: 'room', state: 'look', says: `${says}: a backup, an import or an upgrade may not fit; make room.` }
    : { check: 'room', state: 'well', says };
}

/** What interrupted or finished work left in the data directory. */
async function examineLeftovers(dataDir: string): Promise<Finding> {
  const names = await readdir(dataDir).catch(() => []);
  const left = names.filter((name) => /^(restoring|secrets-before|postgres\.before-.*|.*\.partial-.*)$/.test(name));
  return faults(
    'leftovers',
    left,
    'nothing is left from backups and restores',
    'put aside or interrupted; delete it when you need it no more.',
    'look',
  );
}
