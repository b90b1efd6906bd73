import type { Face } from './face.ts';
import type { Random } from './random.ts';
import type { Warp } from './warp.ts';
import type { Way, WayClass, WayKind, WayRole, Ways } from './ways.ts';

export interface GridLine {
  readonly at: number;
  readonly kind: WayKind;
  readonly wayClass: WayClass;
  readonly role: WayRole;
}

/** A superblock: the land between ways of the base grid, as a face. */
export interface Superblock {
  readonly face: Face;
  /** between a river or railway and the road beside it */
  readonly strip: 'river' | 'railway' | null;
}

/** Lines of the base grid in order: `u` lines run north, `v` lines run east. */
export interface Grid {
  readonly u: GridLine[];
  readonly v: GridLine[];
  readonly ringM: readonly [number, number];
  /** beyond the ring of a market town only main roads go on, and fields are joined up to this width, metres */
  readonly ruralM: number | null;
}

/** A base line has a vertex at least this often, metres. */
const STEP_M = 85;

/**
 * Draws the grid's lines as ways and joins its cells to superblocks: a plain way may end at an arterial, and
 * only arterials cross a river or railway.
 */
export function addGridWays(
  ways: Ways,
  grid: Grid,
  warp: Warp,
  random: Random,
): { superblocks: Superblock[]; waysOf: { u: Way[]; v: Way[] } } {
  const drawnU = grid.u.map((line) => draw(ways, line, 'u', grid.v, (other) => warp(line.at, other)));
  const drawnV = grid.v.map((line) => draw(ways, line, 'v', grid.u, (other) => warp(other, line.at)));
  const { owner, rectangles } = joinCells(grid, random);
  const columns = grid.u.length - 1;
  const rows = grid.v.length - 1;
  const ownerAt = (i: number, j: number): number =>
    i < 0 || j < 0 || i >= columns || j >= rows ? -1 : owner[j * columns + i]!;

  drawnU.forEach((drawn, i) => {
    for (let j = 0; j < rows; j++) if (ownerAt(i - 1, j) !== ownerAt(i, j)) addPiece(drawn, grid.v, j);
  });
  drawnV.forEach((drawn, j) => {
    for (let i = 0; i < columns; i++) if (ownerAt(i, j - 1) !== ownerAt(i, j)) addPiece(drawn, grid.u, i);
  });

  const superblocks = rectangles.map(({ i0, i1, j0, j1 }): Superblock => {
    const face: Face = { xy: [], way: [], from: [], to: [] };
    for (let i = i0; i < i1; i++) walk(face, drawnV[j0]!, i, true);
    for (let j = j0; j < j1; j++) walk(face, drawnU[i1]!, j, true);
    for (let i = i1 - 1; i >= i0; i--) walk(face, drawnV[j1]!, i, false);
    for (let j = j1 - 1; j >= j0; j--) walk(face, drawnU[i0]!, j, false);
    const strip = stripOf(grid.v, j0) ?? stripOf(grid.u, i0);
    return { face, strip };
  });
  return { superblocks, waysOf: { u: drawnU.map((d) => d.way), v: drawnV.map((d) => d.way) } };
}

interface Drawn {
  readonly way: Way;
  /** index of the way's vertex at each crossing line */
  readonly node: number[];
}

function draw(
  ways: Ways,
  line: GridLine,
  axis: 'u' | 'v',
  across: GridLine[],
  place: (other: number) => [number, number],
): Drawn {
  const xy: number[] = [];
  const node: number[] = [];
  across.forEach((other, k) => {
    node.push(xy.length / 2);
    xy.push(...place(other.at));
    const next = across[k + 1];
    if (!next) return;
    const steps = Math.ceil((next.at - other.at) / STEP_M);
    for (let s = 1; s < steps; s++) xy.push(...place(other.at + ((next.at - other.at) * s) / steps));
  });
  const way = ways.add({ kind: line.kind, wayClass: line.wayClass, role: line.role, axis, xy, whole: false });
  return { way, node };
}

/** Notes that the way exists between crossing lines k and k + 1, and whether it passes over water or rails there. */
function addPiece({ way, node }: Drawn, across: GridLine[], k: number): void {
  const from = way.at[node[k]!]!;
  const to = way.at[node[k + 1]!]!;
  const last = way.spans.at(-1);
  if (last && last[1] === from) last[1] = to;
  else way.spans.push([from, to]);
  if (way.kind !== 'road') return;
  const over = stripOf(across, k);
  if (!over) return;
  const crossing = way.crossings.at(-1);
  if (crossing && crossing.to === from && crossing.over === over) crossing.to = to;
  else way.crossings.push({ from, to, over });
}

function walk(face: Face, { way, node }: Drawn, k: number, forwards: boolean): void {
  const first = node[k]!;
  const last = node[k + 1]!;
  for (let s = 0; s < last - first; s++) {
    const here = forwards ? first + s : last - s;
    const there = forwards ? here + 1 : here - 1;
    face.xy.push(way.xy[2 * here]!, way.xy[2 * here + 1]!);
    face.way.push(way.id);
    face.from.push(way.at[here]!);
    face.to.push(way.at[there]!);
  }
}

/** Whether the row between lines k and k + 1 is the strip beside a river or railway. */
function stripOf(lines: GridLine[], k: number): 'river' | 'railway' | null {
  const [a, b] = [lines[k]!, lines[k + 1]!];
  if (a.kind === 'river' || b.kind === 'river') return 'river';
  if (a.kind === 'railway' || b.kind === 'railway') return 'railway';
  const bank = a.role === 'bank' ? b : b.role === 'bank' ? a : null;
  return bank?.kind === 'edge' ? 'river' : null;
}

/** Whether the row lies between a bank and the town's edge in mid-river: no way leads on from there. */
function opensToEdge(lines: GridLine[], k: number): boolean {
  return stripOf(lines, k) === 'river' && (lines[k]!.kind === 'edge' || lines[k + 1]!.kind === 'edge');
}

interface Rectangle {
  readonly i0: number;
  readonly i1: number;
  readonly j0: number;
  readonly j1: number;
}

/** Joins cells of the grid to rectangles; no arterial, river or railway is swallowed. */
function joinCells(grid: Grid, random: Random): { owner: Int32Array; rectangles: Rectangle[] } {
  const columns = grid.u.length - 1;
  const rows = grid.v.length - 1;
  const owner = new Int32Array(columns * rows).fill(-1);
  const rectangles: Rectangle[] = [];
  const free = (i0: number, i1: number, j0: number, j1: number): boolean => {
    for (let j = j0; j < j1; j++) for (let i = i0; i < i1; i++) if (owner[j * columns + i] !== -1) return false;
    return true;
  };
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      if (owner[j * columns + i] !== -1) continue;
      let i1 = i + 1;
      let j1 = j + 1;
      const rowStrip = stripOf(grid.v, j);
      const columnStrip = stripOf(grid.u, i);
      if (rowStrip) {
        const shut = opensToEdge(grid.v, j);
        while (i1 < columns && (shut || mayEnd(grid.u[i1]!, true)) && free(i1, i1 + 1, j, j1)) i1++;
      } else if (columnStrip) {
        const shut = opensToEdge(grid.u, i);
        while (
          j1 < rows &&
          (shut || mayEnd(grid.v[j1]!, true)) &&
          (shut || !stripOf(grid.v, j1)) &&
          free(i, i1, j1, j1 + 1)
        )
          j1++;
      } else {
        const [u, v] = [(grid.u[i]!.at + grid.u[i1]!.at) / 2, (grid.v[j]!.at + grid.v[j1]!.at) / 2];
        const out = Math.max(Math.abs(u) / grid.ringM[0], Math.abs(v) / grid.ringM[1]);
        const outside = out > 1;
        const rural = outside && grid.ruralM !== null;
        const wish = rural ? 1 : outside ? 0.5 : 0.1 + 0.16 * out;
        const canU = (): boolean =>
          i1 < columns &&
          (mayEnd(grid.u[i1]!, outside) || (rural && isMinor(grid.u[i1]!))) &&
          !stripOf(grid.u, i1) &&
          free(i1, i1 + 1, j, j1);
        const canV = (): boolean =>
          j1 < rows &&
          (mayEnd(grid.v[j1]!, outside) || (rural && isMinor(grid.v[j1]!))) &&
          !stripOf(grid.v, j1) &&
          free(i, i1, j1, j1 + 1);
        const alongU = rural ? Math.abs(u) < grid.ringM[0] : random.chance(0.5);
        const limitM = grid.ruralM ?? 0;
        if (alongU && canU() && random.chance(wish)) {
          i1++;
          while (rural && canU() && grid.u[i1 + 1]!.at - grid.u[i]!.at < limitM) i1++;
        } else if (canV() && random.chance(wish) && !(rural && Math.abs(v) >= grid.ringM[1])) {
          j1++;
          while (rural && canV() && grid.v[j1 + 1]!.at - grid.v[j]!.at < limitM) j1++;
        } else if (!rural && canU() && random.chance(wish)) i1++;
      }
      for (let y = j; y < j1; y++) owner.fill(rectangles.length, y * columns + i, y * columns + i1);
      rectangles.push({ i0: i, i1, j0: j, j1 });
    }
  }
  return { owner, rectangles };
}

/** Whether a way of the market town does not lead on into the country. */
const isMinor = (line: GridLine): boolean => line.kind === 'road' && ['plain', 'ring'].includes(line.role);

/** Whether a way may stop here rather than go on: country lanes and, inside the town, plain tertiary ways. */
function mayEnd(line: GridLine, outside: boolean): boolean {
  if (line.kind !== 'road' || line.role === 'ring' || line.role === 'bank' || line.role === 'main') return false;
  if (line.role === 'railside') return outside;
  return line.wayClass === 'tertiary' || (outside && line.role === 'country');
}
