import type { RegionKind } from '../../../../api/contract/words.ts';
import type { NoticeContent } from '../../../workers/notice.worker.ts';

type Region = NoticeContent['after'][number]['region'];

/** What a plan does to the regions of its level. */
export interface NoticeChanges {
  readonly fresh: readonly Region[];
  readonly gone: readonly Region[];
  readonly renamed: readonly { readonly from: Region; readonly to: Region }[];
  /** the most blocks first; null = no region */
  readonly moves: readonly { readonly from: Region | null; readonly to: Region | null; readonly blocks: number }[];
  /** ids of all regions that any of it touches */
  readonly touched: ReadonlySet<number>;
}

export function changesOf({ before, after, changed }: NoticeContent, level: RegionKind): NoticeChanges {
  const ofLevel = (outlines: NoticeContent['after']) =>
    new Map(outlines.flatMap(({ region }) => (region.kind === level ? [[region.id, region] as const] : [])));
  const [old, now] = [ofLevel(before), ofLevel(after)];
  const fresh = [...now.values()].filter(({ id }) => !old.has(id));
  const gone = [...old.values()].filter(({ id }) => !now.has(id));
  const renamed = [...now.values()].flatMap((to) => {
    const from = old.get(to.id);
    return from && from.name !== to.name ? [{ from, to }] : [];
  });
  const moves = changed.map(({ from, to, blocks }) => ({
    from: from === null ? null : (old.get(from) ?? null),
    to: to === null ? null : (now.get(to) ?? null),
    blocks,
  }));
  const touched = [
    ...[...fresh, ...gone].map(({ id }) => id),
    ...renamed.map(({ to }) => to.id),
    ...changed.flatMap(({ from, to }) => [from, to].filter((id) => id !== null)),
  ];
  return { fresh, gone, renamed, moves, touched: new Set(touched) };
}
