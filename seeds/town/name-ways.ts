import type { CharacterName } from './character.ts';
import { NameBox } from './name-box.ts';
import type { Parcel } from './parcels.ts';
import type { Random } from './random.ts';
import type { Skeleton } from './skeleton.ts';
import type { TownNames } from './town.ts';
import type { Way, Ways } from './ways.ts';
import { chineseNumber, LANE_STEMS, madeStem, ROAD_STEMS, VILLAGE_ENDS, VILLAGE_FAMILIES } from './word-lists.ts';

export interface WayNaming {
  readonly character: CharacterName;
  readonly lane: string;
  readonly riverName: string;
  readonly names: TownNames;
}

/** Gives every public way a name: arterials from the lists, ring, bank and railside roads by where they lie, lanes by number. */
export function nameWays(
  ways: Ways,
  skeleton: Skeleton,
  parcels: readonly Parcel[],
  naming: WayNaming,
  random: Random,
): void {
  const roads = new NameBox(
    random.fork('roads'),
    [...(naming.names.roads ?? []), ...shuffled(ROAD_STEMS, random.fork('order'))],
    madeStem,
  );
  const taken = new Set<string>();
  const give = (way: Way, name: string): void => {
    way.name = name;
    taken.add(name);
  };
  (['u', 'v'] as const).forEach((axis, k) => {
    skeleton.waysOf[axis].forEach((way, i) => {
      const line = skeleton.grid[axis][i]!;
      if (way.kind !== 'road') return;
      const placed = namedByPlace(way, axis, line.at, skeleton, naming);
      if (way.role === 'main')
        give(way, naming.names.main?.[k] ?? suffixed('解放 人民'.split(' ')[k]!, way, axis, naming.character));
      else if (placed && !taken.has(placed)) give(way, placed);
      else {
        for (;;) {
          const stem = roads.draw();
          const name = isWhole(stem) ? stem : suffixed(stem, way, axis, naming.character);
          if (taken.has(name)) continue;
          give(way, name);
          break;
        }
      }
    });
  });
  nameLanes(ways, parcels, naming, taken, random);
}

/** A name from the options that needs no suffix. */
const isWhole = (stem: string): boolean => /[路街道巷弄]$/.test(stem);

function suffixed(stem: string, way: Way, axis: 'u' | 'v', character: CharacterName): string {
  const large = way.wayClass === 'primary' || way.wayClass === 'trunk';
  if (character === 'oldtown') return `${stem}${axis === 'u' ? '路' : way.wayClass === 'tertiary' ? '街' : '路'}`;
  if (character === 'northern') return `${stem}${large ? '大' : ''}${axis === 'u' ? '路' : '街'}`;
  return `${stem}${large ? '大道' : way.wayClass === 'tertiary' && axis === 'v' ? '街' : '路'}`;
}

/** Ring, bank and railside roads, e.g. 东环路, 滨河南路, 铁西街. */
function namedByPlace(way: Way, axis: 'u' | 'v', at: number, skeleton: Skeleton, naming: WayNaming): string | null {
  const side = (reference: number): string =>
    axis === 'u' ? (at > reference ? '东' : '西') : at > reference ? '北' : '南';
  const end = axis === 'u' || naming.character !== 'northern' ? '路' : '街';
  if (way.role === 'ring') return `${side(0)}环${end}`;
  if (way.role === 'railside') return `铁${side(skeleton.railwayAt ?? 0)}${end}`;
  if (way.role !== 'bank') return null;
  if (naming.character === 'oldtown') return '外马路';
  return `滨${naming.riverName.endsWith('江') ? '江' : '河'}${side(skeleton.riverAt ?? 0)}路`;
}

const runsEast = (way: Way): boolean => Math.abs(way.xy.at(-2)! - way.xy[0]!) > Math.abs(way.xy.at(-1)! - way.xy[1]!);

/**
 * Lanes between two arterials that run the same way share a stem and are numbered from the north-west:
 * 平安胡同, 平安二胡同 …
 */
function nameLanes(
  ways: Ways,
  parcels: readonly Parcel[],
  naming: WayNaming,
  taken: Set<string>,
  random: Random,
): void {
  const stems = new NameBox(
    random.fork('lanes'),
    [...(naming.names.laneStems ?? []), ...shuffled(LANE_STEMS, random.fork('lane-order'))],
    madeStem,
  );
  const villages = new NameBox(random.fork('villages'), [], (r) => r.pick(VILLAGE_FAMILIES) + r.pick(VILLAGE_ENDS));
  const groups = new Map<string, { lanes: Set<Way>; village: number | null }>();
  for (const parcel of parcels) {
    const { village } = parcel;
    for (const face of [parcel.face, ...parcel.blocks]) {
      for (const id of face.way) {
        const way = ways.list[id]!;
        if (way.role !== 'lane' || way.name !== '') continue;
        const key = village === null ? `superblock ${parcel.superblock} ${runsEast(way)}` : `village ${village}`;
        const group = groups.get(key) ?? { lanes: new Set<Way>(), village };
        groups.set(key, group);
        group.lanes.add(way);
      }
    }
  }
  const named = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, { lanes, village }] of named) {
    const free = [...lanes].filter((way) => way.name === '');
    if (free.length === 0) continue;
    const stem = village === null ? stems.draw() : (naming.names.villages?.[village] ?? villages.draw());
    const sorted = free.sort((a, b) => a.xy[0]! - a.xy[1]! - (b.xy[0]! - b.xy[1]!) || a.id - b.id);
    sorted.forEach((way, k) => {
      const number = k === 0 ? '' : chineseNumber(k + 1);
      way.name = village === null ? `${stem}${number}${naming.lane}` : `${stem}${chineseNumber(k + 1)}组路`;
      taken.add(way.name);
    });
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
