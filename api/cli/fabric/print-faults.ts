import type { PlacedFault } from './areas.ts';
import { figure, placeText, SHOWN } from './result.ts';

const ACTION: Record<PlacedFault['action'], string> = {
  mended: 'can be mended',
  kept: 'stays a hole unless --fill-gaps',
  refused: 'cannot be mended here',
};
const DONE: Record<PlacedFault['action'], string> = { ...ACTION, mended: 'mended', kept: 'kept as a hole' };

/** Faults as a person reads them, by kind: the widest first, each with its place, size and rows. */
export function faultLines(faults: readonly PlacedFault[], mended: boolean): string[] {
  const kinds = new Map<string, PlacedFault[]>();
  for (const fault of faults) {
    const known = kinds.get(fault.kind);
    if (known) known.push(fault);
    else kinds.set(fault.kind, [fault]);
  }
  return [...kinds].flatMap(([kind, all]) => [
    `  ${kind} (${all.length})`,
    ...all
      .toSorted((a, b) => b.areaM2 - a.areaM2)
      .slice(0, SHOWN)
      .map((fault) => `    ${faultLine(fault, mended ? DONE : ACTION)}`),
    ...(all.length > SHOWN ? [`    … and ${all.length - SHOWN} more (--json lists them)`] : []),
  ]);
}

function faultLine({ rows, names, at, areaM2, widthM, action, detail }: PlacedFault, words: typeof ACTION): string {
  const who = `row${rows.length === 1 ? '' : 's'} ${listed(rows)}${names.length > 0 ? ` (${listed(names)})` : ''}`;
  const size = areaM2 > 0 ? `${figure(areaM2)} m², ${figure(widthM)} m wide` : '';
  return [who, placeText(at), size, detail, words[action]].filter(Boolean).join('  ');
}

const LISTED = 6;
const listed = (values: readonly (string | number)[]): string =>
  values.length > LISTED
    ? `${values.slice(0, LISTED).join(', ')} and ${values.length - LISTED} more`
    : values.join(', ');
