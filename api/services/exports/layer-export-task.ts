import { attributionInBoth } from '../../contract/attribution.ts';
import type { LayerExport } from '../../contract/layer-exports.ts';
import { today } from '../../contract/today.ts';
import type { Result, Statement } from '../../db/database.ts';
import type { WrittenExport } from '../../db/export-jobs.ts';
import type { Task } from '../../worker/tasks.ts';
import { type Asker, asking } from '../plans/plan-thread.ts';
import { fileName, requireCounty } from './export-source.ts';
import { type CollectedLayer, collectLayer } from './layer-source.ts';
import { targetCrs } from './target-crs.ts';
import { KIND_WORDS, LAYER_WORDS } from './words.ts';
import { LAYER_FILES, writeLayerFile } from './write-layer.ts';

/** A statement that is to be run, or how far the task is (0 … 1). */
export type LayerQuestion = Statement | { progress: number };
export type LayerReply = Result<unknown> | null;

/** What is collected; the rest of the way is writing it. */
const COLLECTED = 0.8;

/** Writes a layer, as whoever asks may see it, to a file at `path`. */
export const writeLayer: Task<
  Asker & { wish: LayerExport; path: string },
  WrittenExport,
  LayerQuestion,
  LayerReply
> = async ({ wish, path, ...asker }, ask) => {
  const db = asking(asker, ask as (statement: Statement) => Promise<Result<unknown>>);
  const county = await requireCounty(db);
  const { bounds } = county;
  const crs = await targetCrs(db, wish.crs, bounds && [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]);
  const layer = await collectLayer(db, wish, crs, async (share) => {
    await ask({ progress: share * COLLECTED });
  });
  const notes = crs.wkt === null ? `; ${crs.name}` : '';
  const written = await writeLayerFile(path, layer, wish.format, {
    ...{ encoding: wish.encoding, title: layer.name, writtenAt: new Date() },
    attribution: `${attributionInBoth(county)}${notes}`.replace(/^; /, ''),
  });
  const { mediaType, extension } = LAYER_FILES[wish.format];
  return {
    ...{ ...written, mediaType, rows: layer.features.length, datumUnknown: crs.datumUnknown },
    fileName: `${fileName(county.name, ...namesOf(wish, layer), wish.date ?? today())}.${extension}`,
  };
};

/** 楼栋-城东社区-EPSG4548-GBK */
function namesOf(
  { layer, level, crs, encoding, box, ids, worklist }: LayerExport,
  { region }: CollectedLayer,
): string[] {
  return [
    level ? KIND_WORDS.zh[level] : LAYER_WORDS[layer],
    region ?? '',
    box || ids ? '选中' : '',
    worklist ?? '',
    crs === 'EPSG:4326' ? '' : crs.replace(/[:-]/g, ''),
    encoding === 'gbk' ? 'GBK' : '',
  ];
}
