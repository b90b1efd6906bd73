import { type DivisionLevel, divisionLevels } from '../../../geo/divide/outlines.ts';
import { dissolve } from '../../../geo/fabric/dissolve.ts';
import { toRegionTopology } from '../../../geo/fabric/region-topology.ts';
import { attributionInBoth } from '../../contract/attribution.ts';
import type { ExportFormat, ExportLosses, ExportWish } from '../../contract/exports.ts';
import { REGION_KINDS, type RegionKind } from '../../contract/words.ts';
import type { Column, Layer, Row } from '../../formats/layer.ts';
import { markId } from '../../formats/marked-id.ts';
import { writeCsv } from '../../formats/write-csv.ts';
import { writeGeojson } from '../../formats/write-geojson.ts';
import { writeGeopackage } from '../../formats/write-geopackage.ts';
import { writeShapefile } from '../../formats/write-shapefile.ts';
import { ProblemError } from '../../problems.ts';
import { type ExportSource, fileName } from './export-source.ts';
import { KIND_WORDS } from './words.ts';

/** A file to be taken away. */
export interface ExportedFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  losses: ExportLosses;
}

/** Names of at most ten bytes, so that a Shapefile keeps them. */
const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'kind', type: 'text' },
  { name: 'code', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'name_en', type: 'text' },
  { name: 'parent', type: 'integer' },
  { name: 'area_m2', type: 'real' },
  { name: 'households', type: 'integer' },
  { name: 'residents', type: 'integer' },
  { name: 'buildings', type: 'integer' },
  { name: 'estimated', type: 'boolean' },
];

/** As readers of assignments call them: `unit` is the block. Behind them stands, for people, its region of each level. */
const ASSIGNMENT_COLUMNS: readonly Column[] = [
  { name: 'unit', type: 'text' },
  { name: 'region', type: 'text' },
  { name: 'kind', type: 'text' },
  { name: 'code', type: 'text' },
  { name: 'name', type: 'text' },
];

const FILES: Readonly<Record<ExportFormat, { mediaType: string; extension: string }>> = {
  geojson: { mediaType: 'application/geo+json', extension: 'geojson' },
  topojson: { mediaType: 'application/json', extension: 'topojson' },
  shapefile: { mediaType: 'application/zip', extension: 'zip' },
  geopackage: { mediaType: 'application/geopackage+sqlite3', extension: 'gpkg' },
  'assignment-csv': { mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
};
export const EXPORT_MEDIA_TYPES = Object.values(FILES).map(({ mediaType }) => mediaType);

/**
 * A division as a file: outlines of its regions in degrees (EPSG:4326), or the region of each block.
 *
 * @throws ProblemError 'not-found' for a level that the division does not have
 */
export async function writeDivision(source: ExportSource, wish: ExportWish): Promise<ExportedFile> {
  const { county, title, date, state } = source;
  const all = divisionLevels(state).sort((a, b) => REGION_KINDS.indexOf(a.kind) - REGION_KINDS.indexOf(b.kind));
  const levels = wish.level === undefined ? all : all.filter(({ kind }) => kind === wish.level);
  if (levels.length === 0) {
    const there = all.map(({ kind }) => kind).join(', ');
    throw new ProblemError('not-found', `"${title}" has no regions of level ${wish.level}; it has ${there}.`);
  }
  const { mediaType, extension } = FILES[wish.format];
  const level = wish.level === undefined ? '' : KIND_WORDS.zh[wish.level];
  const encoding = wish.encoding === 'gbk' ? 'GBK' : '';
  const name = `${fileName(county.name, title, level, encoding, date)}.${extension}`;
  return { name, mediaType, ...(await CONTENTS[wish.format](source, levels, wish)) };
}

type Content = Pick<ExportedFile, 'bytes' | 'losses'>;
type Write = (source: ExportSource, levels: readonly DivisionLevel[], wish: ExportWish) => Content | Promise<Content>;

const textOf = (pieces: Iterable<string>): Content => ({ bytes: Buffer.from([...pieces].join('')), losses: [] });

const CONTENTS: Readonly<Record<ExportFormat, Write>> = {
  geojson: (source, levels) => {
    const features = levels.flatMap((level) => layerOf(source, level).features);
    return textOf(writeGeojson({ name: source.title, columns: COLUMNS, features }, attributionInBoth(source.county)));
  },
  topojson: (source, levels) => {
    const layers = levels.map(({ kind, regions, groupOf }) => ({
      ...{ name: kind, groupOf },
      groups: regions.map((region) => ({ id: region.id, properties: rowOf(source, region) })),
    }));
    const attribution = attributionInBoth(source.county);
    const topology = toRegionTopology(source.state.fabric, layers);
    return textOf([JSON.stringify({ ...topology, ...(attribution && { attribution }) })]);
  },
  shapefile: async (source, levels, { encoding = 'utf-8' }) => {
    const layers = levels.map((level) => layerOf(source, level));
    const options = { encoding, attribution: attributionInBoth(source.county), writtenAt: new Date() };
    const { zip, losses } = await writeShapefile(layers, options);
    const told = losses.map(({ renamed, cut, unencodable }, i) => ({
      ...{ layer: layers[i]!.name, unencodable },
      ...{ renamed: Object.fromEntries(renamed), cut: Object.fromEntries(cut) },
    }));
    return { bytes: zip, losses: told.filter(isLoss) };
  },
  geopackage: async (source, levels) => {
    const layers = levels.map((level) => layerOf(source, level));
    const attribution = attributionInBoth(source.county);
    return { bytes: await writeGeopackage(layers, { attribution, writtenAt: new Date() }), losses: [] };
  },
  'assignment-csv': ({ state, level: drawn }, levels, { level }) => {
    const own = levels.find(({ kind }) => kind === (level ?? drawn));
    const regionOf = own ? regionsOfLevel(own) : lowestRegions(state);
    const beside = divisionLevels(state).filter(({ kind }) => kind !== 'county');
    const rows = Array.from(state.fabric.blocks.ids, (unit, block): Row | null => {
      const region = regionOf(unit, block);
      if (!region) return null;
      const { id, kind, code, name } = region;
      const names = beside.map((each) => [each.kind, regionsOfLevel(each)(unit, block)?.name ?? null]);
      return {
        ...{ unit: markId('block', unit), region: markId('region', id), kind, code, name },
        ...Object.fromEntries(names),
      };
    });
    const columns = [...ASSIGNMENT_COLUMNS, ...beside.map(({ kind }): Column => ({ name: kind, type: 'text' }))];
    return textOf(
      writeCsv(
        columns,
        rows.filter((row) => row !== null),
      ),
    );
  },
};

const isLoss = ({ renamed, cut, unencodable }: ExportLosses[number]): boolean =>
  unencodable > 0 || Object.keys(renamed).length > 0 || Object.keys(cut).length > 0;

type Region = DivisionLevel['regions'][number];

function lowestRegions({ regions, assignment }: ExportSource['state']): (block: number) => Region | undefined {
  const byId = new Map(regions.map((region) => [region.id, region]));
  return (block) => byId.get(assignment.get(block) ?? -1);
}

const regionsOfLevel =
  ({ regions, groupOf }: DivisionLevel) =>
  (_: number, index: number): Region | undefined =>
    regions[groupOf[index]!];

/** One table of the regions of a level. */
const layerOf = (source: ExportSource, { kind, regions, groupOf }: DivisionLevel): Layer & { name: RegionKind } => ({
  name: kind,
  columns: COLUMNS,
  features: dissolve(source.state.fabric, groupOf, regions.length).map((coordinates, index) => ({
    geometry: { type: 'MultiPolygon', coordinates },
    properties: rowOf(source, regions[index]!),
  })),
});

function rowOf({ figures }: ExportSource, { id, kind, code, name, nameEn, parent }: Region): Row {
  const { areaM2, households, residents, buildings, estimated } = figures.get(id)!;
  return {
    ...{ id, kind, code, name, name_en: nameEn, parent, area_m2: Math.round(areaM2) },
    ...{ households, residents, buildings, estimated },
  };
}
