import type { Position } from 'geojson';
import type { Fault } from '../../contract/imports.ts';

/** So many are listed; all are counted. */
export const MAX_LISTED = 1000;

/** A fault list as plain data, for the way between threads. */
export interface FaultData {
  errors: Fault[];
  warnings: Fault[];
  errorCount: number;
  warningCount: number;
  counts: Map<string, number>;
}

/** Faults as they are found: errors are listed before warnings when there are too many for both. */
export class FaultList {
  readonly #errors: Fault[];
  readonly #warnings: Fault[];
  errorCount: number;
  warningCount: number;
  /** faults by kind */
  readonly counts: Map<string, number>;

  constructor(data: FaultData = { errors: [], warnings: [], errorCount: 0, warningCount: 0, counts: new Map() }) {
    this.#errors = data.errors;
    this.#warnings = data.warnings;
    this.errorCount = data.errorCount;
    this.warningCount = data.warningCount;
    this.counts = data.counts;
  }

  toData(): FaultData {
    const { errorCount, warningCount, counts } = this;
    return { errors: this.#errors, warnings: this.#warnings, errorCount, warningCount, counts };
  }

  add(faults: readonly Fault[]): void {
    for (const fault of faults) {
      this.counts.set(fault.kind, (this.counts.get(fault.kind) ?? 0) + 1);
      const [list, counted] =
        fault.severity === 'error' ? [this.#errors, ++this.errorCount] : [this.#warnings, ++this.warningCount];
      if (counted <= MAX_LISTED) list.push(fault);
    }
  }

  get total(): number {
    return this.errorCount + this.warningCount;
  }

  /** Faults of the whole file first, then errors, then warnings, each in the order of the rows. */
  listed(): Fault[] {
    return [...this.#errors, ...this.#warnings]
      .slice(0, MAX_LISTED)
      .sort((a, b) => Number(a.row !== null) - Number(b.row !== null));
  }

  firstError(): Fault | undefined {
    return this.#errors[0];
  }
}

/** [west, south, east, north] */
export type LngLatBounds = [number, number, number, number];

export function growBounds(bounds: LngLatBounds | null, at: Position): LngLatBounds {
  const [x, y] = at as [number, number];
  if (bounds === null) return [x, y, x, y];
  return [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)];
}
