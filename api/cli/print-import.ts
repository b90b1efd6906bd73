import type { Fault, ImportReport } from '../contract/imports.ts';

/** Faults of one kind that are listed one by one; the rest is counted. */
const SHOWN = 12;

/** A report as a person reads it: what the file is, what is wrong with it by row and place, what came of it. */
export function printReport(report: ImportReport, out: (line: string) => void): void {
  const { fileName, county, settings, status, format, crs, rows, ready, bounds, faultTotal } = report;
  out(
    `${fileName} → county ${county}, ${settings.target}${settings.level ? ` (${settings.level})` : ''}: ${STATUS[status]}`,
  );
  const line = (name: string, value: string): void => out(`  ${name.padEnd(10)} ${value}`);
  if (format) line('format', formatWords(report));
  line('rows', `${rows}, of which ${ready} can be imported`);
  line('system', `${crs.name} (${crs.source}: ${crs.why})`);
  if (bounds) line('bounds', bounds.map((ordinate) => ordinate.toFixed(6)).join(' '));
  const mapped = Object.entries(settings.mapping).map(([attribute, field]) => `${attribute} ← ${field}`);
  if (mapped.length > 0) line('fields', mapped.join(', '));
  if (report.attribution) line('source', report.attribution);
  line('faults', String(faultTotal));
  for (const [kind, faults] of byKind(report.faults)) printKind(kind, faults, out);
  if (report.faults.length < faultTotal) out(`    only the first ${report.faults.length} faults are listed`);
  const outcome = Object.entries(report.outcome);
  if (outcome.length > 0)
    line(status === 'done' ? 'written' : 'would be', outcome.map(([key, value]) => `${key} ${value}`).join(' · '));
}

/** "geopackage, layer roads of roads, buildings", and where a table has its places. */
function formatWords({ format, layers, layer, table }: ImportReport): string {
  const names = layers.map(({ name }) => name).join(', ');
  const places = table && (table.wkt || (table.x && table.y ? `${table.x}, ${table.y}` : 'no column'));
  return [
    format,
    ...(layers.length > 1 ? [`layer ${layer} of ${names}`] : []),
    ...(table ? [`header in row ${table.headerRow}`, `places in ${places}`] : []),
  ].join(', ');
}

const STATUS: Record<ImportReport['status'], string> = {
  reading: 'being read',
  preview: 'not imported',
  switching: 'being written',
  done: 'imported',
  rejected: 'rejected',
  failed: 'failed',
};

function byKind(faults: readonly Fault[]): Map<string, Fault[]> {
  const kinds = new Map<string, Fault[]>();
  for (const fault of faults) {
    const kind = `${fault.severity} ${fault.kind}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), fault]);
  }
  return kinds;
}

function printKind(kind: string, faults: readonly Fault[], out: (line: string) => void): void {
  out(`    ${kind} (${faults.length})`);
  for (const { row, name, at, detail } of faults.slice(0, SHOWN)) {
    const where = [row === null ? 'file' : `row ${row}`, name, at && `${at[0].toFixed(6)} ${at[1].toFixed(6)}`];
    out(`      ${where.filter(Boolean).join('  ')}  ${detail}`);
  }
  if (faults.length > SHOWN) out(`      … and ${faults.length - SHOWN} more (--json lists them)`);
}
