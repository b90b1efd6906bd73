import type { Geometry, Position } from 'geojson';
import type { ImportSettings } from '../../contract/imports.ts';
import {
  ORGANIZATION_ATTRIBUTE_NAMES,
  ORGANIZATION_ATTRIBUTES,
  SITE_ATTRIBUTE_NAMES,
  SITE_ATTRIBUTES,
} from '../../contract/site-kinds.ts';
import type { SiteKind } from '../../contract/words.ts';
import type { AttributeReader } from './attributes.ts';
import { buildingKindOf, managementOf, stageOf } from './things-from-rows.ts';

/** Fields as the history of a thing has them: contract/thing-edits.ts. */
export type ChangedFields = Record<string, unknown>;

export interface ChangingRow {
  /** valid; null = the row has none, and the thing stays where it is */
  geometry: Geometry | null;
  innerPoint: Position | null;
  read: AttributeReader;
  /** of the thing that is changed; '' for one that has none */
  kind: string;
}

const MOST_PEOPLE = 100_000_000;

/** What a row says of the thing that it names: only what it says. */
export function changesFromRow(target: ImportSettings['target'], row: ChangingRow): ChangedFields {
  const fields = READERS[target]?.(row) ?? {};
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));
}

type Reader = (row: ChangingRow) => ChangedFields;

const isAreal = (geometry: Geometry | null): boolean =>
  geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon';

const READERS: Partial<Record<ImportSettings['target'], Reader>> = {
  buildings: ({ geometry, innerPoint, read }) => {
    const households = read.whole('households', 100_000);
    const residents = read.whole('residents', 100_000);
    return {
      name: read.text('name'),
      streetName: read.text('street_name'),
      houseNumber: read.text('house_number'),
      kind: buildingKindOf(read),
      floors: read.whole('floors', 200),
      heightM: read.number('height', 1000),
      ...(households !== null && { households, householdsCounted: true }),
      ...(residents !== null && { residents, estimated: false }),
      ...(isAreal(geometry) && innerPoint && { geometry, innerPoint: { type: 'Point', coordinates: innerPoint } }),
    };
  },
  compounds: ({ geometry, read }) => ({
    name: read.text('name'),
    address: read.text('address'),
    manager: read.text('manager'),
    management: managementOf(read),
    households: read.whole('households', 1_000_000),
    builtYear: read.whole('built_year', 2100),
    stage: stageOf(read),
    expectedHouseholds: read.whole('expected_households', 1_000_000),
    ...(isAreal(geometry) && { geometry }),
  }),
  sites: ({ geometry, read, kind }) => ({
    name: read.text('name'),
    address: addressOf(read),
    ...dataOf(read.place(SITE_ATTRIBUTES[kind as SiteKind].shape, kind, SITE_ATTRIBUTE_NAMES)),
    ...(geometry?.type === 'Point' && { geometry }),
  }),
  organizations: ({ geometry, read, kind }) => ({
    name: read.text('name'),
    address: addressOf(read),
    ...dataOf(read.place(ORGANIZATION_ATTRIBUTES.shape, kind, ORGANIZATION_ATTRIBUTE_NAMES)),
    ...(geometry?.type === 'Point' && { geometry }),
  }),
  regions: ({ read }) => ({
    residents: read.whole('population', MOST_PEOPLE),
    households: read.whole('households', MOST_PEOPLE),
  }),
};

const addressOf = (read: AttributeReader): string =>
  read.text('address') || `${read.text('street_name')} ${read.text('house_number')}`.trim();

const dataOf = (data: Record<string, unknown>): ChangedFields => (Object.keys(data).length > 0 ? { data } : {});
