import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Bench, BenchRow } from './bench.ts';

/** Runs every bench of this folder, or those named on the command line, and prints one table. Exit code 1 when a bar is missed. */
const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith('--'));
const quick = words.includes('--quick');
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts' && file !== 'bench.ts')
  .filter((file) => wanted.length === 0 || wanted.includes(file.replace(/\.ts$/, '')))
  .sort();

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
let missed = 0;
for (const file of files) {
  const { bench } = (await import(`./${file}`)) as { bench: Bench };
  console.log(`\n${bench.name}`);
  for (const row of await bench.run({ quick })) {
    const verdict = judge(row);
    if (verdict === 'MISSED') missed++;
    console.log(
      `  ${row.what.padEnd(72)} ${shown(row.value).padStart(10)} ${row.unit.padEnd(9)} ${barOf(row).padEnd(12)} ${verdict}`,
    );
  }
}
process.exitCode = missed > 0 ? 1 : 0;

function judge({ value, bar }: BenchRow): '' | 'ok' | 'MISSED' {
  if (!bar) return '';
  return (bar.at === 'least' ? value >= bar.value : value <= bar.value) ? 'ok' : 'MISSED';
}

function barOf({ bar }: BenchRow): string {
  return bar ? `${bar.at === 'least' ? '≥' : '≤'} ${bar.value}` : '';
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
