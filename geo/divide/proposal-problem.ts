/** Why no plan can be looked for, as data: what, where, and one sentence. Units and regions are those of the request. */
export type ProposalProblem =
  /** the units fall into pieces that share no border; the first unit of each, the largest piece first */
  | { readonly reason: 'disconnected'; readonly pieces: readonly (readonly number[])[]; readonly detail: string }
  /** more parts than units, after those that stay together count as one */
  | { readonly reason: 'too-many-parts'; readonly parts: number; readonly units: number; readonly detail: string }
  | { readonly reason: 'no-units'; readonly detail: string }
  | { readonly reason: 'no-population'; readonly detail: string }
  /** compactness is asked for, and the graph has no areas or lengths of borders */
  | { readonly reason: 'no-measures'; readonly detail: string }
  /** least change is asked for, and nothing is said of what stands today */
  | { readonly reason: 'no-base'; readonly detail: string }
  /** a group that stays together has units locked to two regions */
  | { readonly reason: 'lock-conflict'; readonly units: readonly [number, number]; readonly detail: string }
  /** units locked to one region cannot be connected without those locked to others */
  | {
      readonly reason: 'locks-apart';
      readonly region: number;
      readonly units: readonly number[];
      readonly detail: string;
    }
  /** units are locked to more regions than parts are wanted */
  | { readonly reason: 'too-many-locks'; readonly regions: number; readonly parts: number; readonly detail: string };
