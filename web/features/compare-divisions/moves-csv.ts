import type { Comparison } from '../../../api/contract/plans.ts';

type Move = Pick<
  Comparison['moves'][number],
  'fromName' | 'toName' | 'blocks' | 'households' | 'residents' | 'buildings'
>;

/** A cell as RFC 4180 wants it; what a spreadsheet would take for a formula is kept from being one. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The list of moves as a table.
 *
 * @param head  the six column titles
 * @returns     CSV with a byte order mark, without which spreadsheets misread Chinese
 */
export function movesCsv(moves: readonly Move[], head: readonly string[]): string {
  const rows = moves.map(({ fromName, toName, blocks, households, residents, buildings }) => [
    ...[fromName, toName],
    ...[blocks, households, residents, buildings],
  ]);
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
