/** How a region hangs together. */
export interface RegionPieces {
  /** a block of the piece with the most households; null for a region without blocks */
  readonly anchor: number | null;
  /** the other pieces, the one with the most households first; blocks ascending */
  readonly fragments: readonly (readonly number[])[];
}

export interface PiecesInput {
  /** blocks of the region, at least one in each piece */
  readonly seeds: Iterable<number>;
  /** names the neighbours of a block that lie in the region, too */
  eachNeighbour(block: number, visit: (neighbour: number) => void): void;
  householdsOf(block: number): number;
  /** of the whole region */
  readonly blocks: number;
  readonly households: number;
}

/** What has been found from one seed, or from several that turned out to hang together. */
interface Wave {
  /** the wave that it has become part of */
  into: Wave | null;
  readonly found: number[];
  /** found and not looked around yet: those from `next` on */
  readonly front: number[];
  next: number;
}

/**
 * The pieces of a region, looked for from all seeds at once, one block of each in turn.
 *
 * Waves that meet become one; a wave that can go no further has found a piece. The last one need not go on: what is left
 * is its own. So seeds around one block, which mostly meet at once, cost a few steps, and a piece that has come apart
 * costs its own size, not that of the region.
 */
export function findPieces(input: PiecesInput): RegionPieces {
  const owner = new Map<number, Wave>();
  let open: Wave[] = [];
  for (const seed of input.seeds) {
    if (owner.has(seed)) continue;
    const wave: Wave = { into: null, found: [seed], front: [seed], next: 0 };
    owner.set(seed, wave);
    open.push(wave);
  }
  const pieces: number[][] = [];
  while (open.length > 1) {
    const going = new Set<Wave>();
    for (const wave of open) {
      if (wave.into) continue;
      if (wave.next === wave.front.length) pieces.push(wave.found);
      else going.add(advance(wave, owner, input));
    }
    open = [...going].filter(({ into }) => into === null);
  }
  return settle(pieces, open[0], owner, input);
}

/** One step of a wave. @returns the wave that it is part of then */
function advance(wave: Wave, owner: Map<number, Wave>, { eachNeighbour }: PiecesInput): Wave {
  let own = wave;
  eachNeighbour(wave.front[wave.next++]!, (neighbour) => {
    const known = owner.get(neighbour);
    if (known === undefined) {
      owner.set(neighbour, own);
      own.found.push(neighbour);
      own.front.push(neighbour);
    } else own = joined(own, wholeOf(known));
  });
  return own;
}

function wholeOf(wave: Wave): Wave {
  let whole = wave;
  while (whole.into) whole = whole.into;
  return whole;
}

function joined(a: Wave, b: Wave): Wave {
  if (a === b) return a;
  const [large, small] = a.found.length >= b.found.length ? [a, b] : [b, a];
  for (const block of small.found) large.found.push(block);
  for (let i = small.next; i < small.front.length; i++) large.front.push(small.front[i]!);
  small.into = large;
  return large;
}

interface Piece {
  readonly blocks: readonly number[];
  readonly households: number;
}

function settle(
  found: readonly (readonly number[])[],
  last: Wave | undefined,
  owner: Map<number, Wave>,
  input: PiecesInput,
): RegionPieces {
  const pieces = found.map((blocks): Piece => ({ blocks: [...blocks].sort(byId), households: sum(blocks, input) }));
  pieces.sort(byWeight);
  if (last) {
    const [first] = pieces;
    const households = pieces.reduce((rest, piece) => rest - piece.households, input.households);
    const blocks = pieces.reduce((rest, piece) => rest - piece.blocks.length, input.blocks);
    const isMain =
      !first || households > first.households || (households === first.households && blocks > first.blocks.length);
    if (isMain) return { anchor: last.found[0]!, fragments: pieces.map((piece) => piece.blocks) };
    let wave = last;
    while (wave.next < wave.front.length) wave = advance(wave, owner, input);
    pieces.push({ blocks: wave.found.sort(byId), households });
    pieces.sort(byWeight);
  }
  const [main, ...others] = pieces;
  return { anchor: main?.blocks[0] ?? null, fragments: others.map(({ blocks }) => blocks) };
}

const sum = (blocks: readonly number[], { householdsOf }: PiecesInput): number =>
  blocks.reduce((total, block) => total + householdsOf(block), 0);
const byId = (a: number, b: number): number => a - b;
const byWeight = (a: Piece, b: Piece): number =>
  b.households - a.households || b.blocks.length - a.blocks.length || a.blocks[0]! - b.blocks[0]!;
