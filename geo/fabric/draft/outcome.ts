import { type LocalCrs, toLngLat } from '../../crs/local-crs.ts';
import type { FabricDelta } from './delta.ts';

/**
 * Why an edit of the fabric is refused:
 *
 * - `unknown-arc`, `unknown-block`: there is none with that id
 * - `no-node-there`: no junction and no vertex stands at the place named
 * - `bad-coordinate`: no whole centimetre, or farther from the fabric than any county is wide
 * - `zero-length`: two points in one place, or an edit that would change nothing
 * - `crossing`: lines would cross or overlap
 * - `touching`: a line would touch another without a node there
 * - `turned-over`: a face would be turned inside out, or something would come to lie on the other side of a border
 * - `collapsed`: nothing would be left of a face
 * - `loose-node`: arcs would end where no other goes on
 * - `self-crossing`: the drawn line crosses or touches itself
 * - `ends-inside-block`: the drawn line ends inside a block, on no border
 * - `outside-block`: no part of the drawn line lies within the block
 * - `leaves-block`: the drawn line leaves the block and comes back, so that it would fall into more than two parts
 * - `along-border`: the drawn line runs along a border that is there
 * - `does-not-split`: the drawn line leaves the block in one piece
 * - `not-one-border`: the drawn line does not start and end on one border
 * - `not-one-face`: the blocks do not share borders, so they are not one face together
 */
export type FabricRefusal =
  | 'unknown-arc'
  | 'unknown-block'
  | 'no-node-there'
  | 'bad-coordinate'
  | 'zero-length'
  | 'crossing'
  | 'touching'
  | 'turned-over'
  | 'collapsed'
  | 'loose-node'
  | 'self-crossing'
  | 'ends-inside-block'
  | 'outside-block'
  | 'leaves-block'
  | 'along-border'
  | 'does-not-split'
  | 'not-one-border'
  | 'not-one-face';

/** What an edit would do, or why it cannot be done; either way the draft is as it was. */
export type FabricOutcome = { readonly ok: true; readonly delta: FabricDelta } | Refused;

export interface Refused {
  readonly ok: false;
  readonly reason: FabricRefusal;
  /** the place, degrees */
  readonly at: [lng: number, lat: number];
  /** one sentence, English, for logs and for those who see no map */
  readonly detail: string;
}

/** A refusal at a grid point. */
export function refuse(crs: LocalCrs, reason: FabricRefusal, x: number, y: number, detail: string): Refused {
  return { ok: false, reason, at: toLngLat(crs, x, y), detail };
}
