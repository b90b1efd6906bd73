import type { Position } from 'geojson';
import type { Locator } from '../../../geo/fabric/locate.ts';
import type { JoinedThing } from '../../contract/import-matches.ts';
import type { Fault, ImportSettings } from '../../contract/imports.ts';
import { LOCATED_THINGS } from '../../db/located.ts';
import { AttributeReader, type Complain } from './attributes.ts';
import { changesFromRow } from './changes-from-row.ts';
import type { PlaceCheck } from './check-place.ts';
import { type CheckedRow, checkRows } from './check-rows.ts';
import type { ChangeCollector } from './collect-changes.ts';
import { FaultList, growBounds, type LngLatBounds } from './fault-list.ts';
import type { RowPages } from './row-pages.ts';
import { type Thing, type ThingTarget, thingsFromRow } from './things-from-rows.ts';

/** A thing on its way in, with the row it came from. */
export type CollectedThing = Thing & {
  fileRow: number;
  /** index of the block it lies in; −1 = in none, null = not a thing that lies in blocks, or there are no blocks */
  block: number | null;
  /** of its area, on the ground */
  areaM2: number;
};

export interface Collected {
  things: CollectedThing[];
  faults: FaultList;
  rows: number;
  /** rows that become things */
  ready: number;
  /** rows left out for a fault */
  refused: number;
  mended: number;
  /** rows of no use for the target: word → count */
  skipped: Map<string, number>;
  /** things in no block */
  outside: number;
  bounds: LngLatBounds | null;
}

/**
 * What the staged rows come to under the settings: things ready to be written, and everything that is wrong with them.
 *
 * @param settings  with the mapping that holds
 * @param locator   of the fabric in force; null = the county has no blocks yet
 * @param place     of the county, which has seen no rows yet
 * @param changes   gathers what rows say of things that are there already; null = every row is a new thing
 */
export async function collectThings(
  pages: RowPages,
  settings: ImportSettings,
  locator: Locator | null,
  place: PlaceCheck,
  changes: ChangeCollector | null = null,
): Promise<Collected> {
  const collected: Collected = {
    things: [],
    faults: new FaultList(),
    ...{ rows: 0, ready: 0, refused: 0, mended: 0, outside: 0 },
    skipped: new Map(),
    bounds: null,
  };
  // Not made anew for each of hundreds of thousands of rows.
  let checked: CheckedRow;
  const joinedTo = settings.join?.to ?? null;
  const note: Note = (severity, fault) => {
    const { row, name, at, faults } = checked;
    faults.push({ ...fault, severity, row, name, at: at as [number, number] | null, mendable: false });
  };
  const complain: Complain = (kind, detail, values) => note('warning', { kind, detail, ...(values && { values }) });
  for await (checked of checkRows(pages, settings.faults, place)) {
    const { row, faults, properties, geometry, innerPoint, areaM2 } = checked;
    collected.rows += 1;
    if (changes && checked.joined) {
      change(checked, settings, changes, collected, note, complain);
    } else if (checked.leftOut) collected.skipped.set(LEFT_OUT, (collected.skipped.get(LEFT_OUT) ?? 0) + 1);
    else if (geometry === null) collected.refused += 1;
    else {
      const read = new AttributeReader(properties, settings.mapping, settings.constants, complain);
      const result = thingsFromRow(settings.target as ThingTarget, { geometry, innerPoint, read });
      if (result.kind === 'skipped') collected.skipped.set(result.word, (collected.skipped.get(result.word) ?? 0) + 1);
      if (result.kind === 'refused') {
        collected.refused += 1;
        note('error', result.fault);
      }
      if (result.kind === 'things') {
        collected.ready += 1;
        if (checked.mended) collected.mended += 1;
        for (const thing of result.things) {
          if (checked.joined) link(thing, joinedTo, checked.joined.id);
          const block = blockOf(thing, locator);
          if (block === -1) {
            collected.outside += 1;
            complain('outside-blocks', 'It lies in no block of the county; it is kept and listed');
          }
          collected.things.push(Object.assign(thing, { fileRow: row, block, areaM2 }));
          collected.bounds = growBounds(collected.bounds, thing.at);
        }
      }
    }
    collected.faults.add(faults);
  }
  collected.faults.add(place.faults());
  collected.bounds = place.elsewhere ?? collected.bounds;
  return collected;
}

type Note = (severity: Fault['severity'], fault: Pick<Fault, 'kind' | 'detail' | 'values'>) => void;

/** A row that names a thing which is there. */
function change(
  { row, properties, geometry, innerPoint, areaM2, joined, joinedKind, faults, mended }: CheckedRow,
  { target, mapping, constants, join }: ImportSettings,
  changes: ChangeCollector,
  collected: Collected,
  note: Note,
  complain: Complain,
): void {
  if (faults.some(({ severity }) => severity === 'error')) {
    collected.refused += 1;
    return;
  }
  // The words by which a thing was found may be spelled otherwise than its own.
  const told = Object.fromEntries(Object.entries(mapping).filter(([, field]) => field !== join?.field));
  const read = new AttributeReader(properties, told, constants, complain);
  const problems = changes.add(
    joined!.id,
    row,
    changesFromRow(target, { geometry, innerPoint, read, kind: joinedKind }),
    areaM2,
  );
  for (const { severity, ...fault } of problems) note(severity, fault);
  if (problems.some(({ severity }) => severity === 'error')) collected.refused += 1;
  else {
    collected.ready += 1;
    if (mended) collected.mended += 1;
  }
}

/** How the report calls rows that somebody left out when they were joined. */
const LEFT_OUT = 'left out';

/** A place that was joined to a building or a compound belongs to it, wherever its own point is put later. */
function link(thing: Thing, to: JoinedThing | null, id: number): void {
  if (to === 'building' && (thing.table === 'site' || thing.table === 'organization')) thing.row.building = id;
  if (to === 'compound' && thing.table === 'site') thing.row.compound = id;
}

function blockOf(thing: Thing, locator: Locator | null): number | null {
  if (locator === null || !(LOCATED_THINGS as readonly string[]).includes(thing.table)) return null;
  const [lng, lat] = thing.at as [number, number] & Position;
  return locator.locate(lng, lat);
}
