import { resolve } from 'node:path';
import {
  bandOf,
  type Objective,
  type ProposalOutcome,
  type ProposalProblem,
  type ProposalRequest,
  propose,
  scoreParts,
} from '../../../geo/index.ts';
import { type CommandIo, InputError } from '../command.ts';
import { createBreath } from './breath.ts';
import { type Columns, type Plan, planOf, readLocks, readPlan, writePlan } from './plan-file.ts';
import { type DivideResult, decimals, percent } from './result.ts';
import { checkField, populationOf, textOf, type Units, unitName } from './units.ts';

export interface ProposeOptions {
  readonly population: string;
  readonly parts: number;
  readonly tolerance: number;
  readonly seed: number;
  readonly steps: number;
  readonly objective: Objective;
  readonly columns: Columns;
  /** CSV or field */
  readonly start: string | null;
  readonly keep: string | null;
  /** CSV */
  readonly locked: string | null;
  readonly out: string | null;
}

/** Looks for one plan. */
export async function proposePlan(units: Units, options: ProposeOptions, io: CommandIo): Promise<DivideResult> {
  const { parts, tolerance, seed, steps, objective, columns } = options;
  const graph = units.graphWith(populationOf(units, options.population));
  if (parts > graph.count)
    throw new InputError(`${units.file} has ${graph.count} units, ${parts} parts cannot be made of them.`);
  const start = options.start === null ? null : await readPlan(units, options.start, io.cwd, columns);
  const locks =
    options.locked === null ? null : await readLocks(units, resolve(io.cwd, options.locked), columns, start);
  const names = regionNames(start, locks);
  const request: ProposalRequest = {
    ...{ graph, parts, seed, steps, objective, band: bandOf(graph, parts, tolerance) },
    start: start?.assignment.map((region) => (region < 0 ? -1 : names.indexOf(start.regions[region]!))),
    locked: locks && Int32Array.from(units.ids, (_, unit) => names.indexOf(locks.get(unit) ?? '')),
    keep: options.keep === null ? null : groupsOf(units, options.keep),
  };
  const { outcome, cpuSeconds, totalCpuSeconds } = await drive(request, io.signal);
  if (!outcome.ok) throw new InputError(problemTold(units, outcome.problem, names));
  const [plan] = outcome.proposals;
  const labels = labelsOf(plan!.continues, names);
  const assignment = new Map(units.ids.map((id, unit) => [id, labels[plan!.assignment[unit]!]!]));
  if (options.out !== null) await writePlan(resolve(io.cwd, options.out), assignment);
  const { cutEdges, maxDeviation, contiguous } = scoreParts(graph, plan!.assignment, parts);
  const stepsPerCpuSecond = cpuSeconds > 0 ? outcome.steps / cpuSeconds : 0;
  const { meanPolsbyPopper, moved } = plan!.figures;
  return {
    json: {
      ...{ cutEdges, maxDeviation, contiguous, withinTolerance: plan!.balanced, meanPolsbyPopper, moved },
      ...{ steps: outcome.steps, cpuSeconds, stepsPerCpuSecond, totalCpuSeconds },
      assignment: Object.fromEntries(assignment),
    },
    lines: [
      `${plan!.balanced ? '' : `Not within the tolerance of ${percent(tolerance)}: `}${parts} parts, ${cutEdges} cut edges, largest deviation ${percent(maxDeviation)}, mean Polsby–Popper ${decimals(meanPolsbyPopper, 3)}${moved === null ? '' : `, ${moved} moved`}`,
      `${outcome.steps} recombinations in ${cpuSeconds.toFixed(2)} s of CPU; ${totalCpuSeconds.toFixed(2)} s in all`,
      ...(options.out === null
        ? [...assignment].map(([unit, region]) => `${unit}  ${region}`)
        : [`written: ${options.out}`]),
    ],
    notes: [
      ...units.notes,
      ...outcome.notes.map(({ detail }) => `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`),
    ],
  };
}

/** CPU seconds: those of the recombinations, and all. */
async function drive(request: ProposalRequest, signal: AbortSignal) {
  const seconds = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const begun = seconds();
  const searching = propose(request);
  let cpuSeconds = 0;
  let before = begun;
  const breathe = createBreath(signal);
  for (let next = searching.next(); ; next = searching.next()) {
    const now = seconds();
    if (next.done) {
      const outcome: ProposalOutcome = next.value;
      return { outcome, cpuSeconds, totalCpuSeconds: now - begun };
    }
    if (next.value.phase === 'recombine') cpuSeconds += now - before;
    before = now;
    await breathe();
  }
}

function regionNames(start: Plan | null, locks: ReadonlyMap<number, string> | null): string[] {
  return [...planOf([...(start?.regions ?? []), ...(locks?.values() ?? [])]).regions];
}

/** Parts that go on have their names, new ones the smallest numbers that are no name yet. */
function labelsOf(continues: Int32Array, names: readonly string[]): string[] {
  const taken = new Set(names);
  let number = 0;
  const fresh = (): string => {
    do number += 1;
    while (taken.has(String(number)));
    return String(number);
  };
  return Array.from(continues, (region) => (region < 0 ? fresh() : names[region]!));
}

function groupsOf(units: Units, field: string): Int32Array {
  checkField(units, field);
  const numbers = new Map<string, number>();
  return Int32Array.from(units.ids, (_, unit) => {
    const group = textOf(units.valueOf(unit, field));
    if (group === '') return -1;
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
}

const SHOWN = 5;

/** A problem with the names of the units and regions it is about. */
export function problemTold(units: Units, problem: ProposalProblem, names: readonly string[]): string {
  const list = (some: readonly number[]): string => {
    const told = some.slice(0, SHOWN).map((unit) => unitName(units, unit));
    return `${told.join(', ')}${some.length > SHOWN ? ` and ${some.length - SHOWN} more` : ''}`;
  };
  const sentence = `${units.file}: ${problem.detail}`;
  if (problem.reason === 'disconnected') {
    const [largest, ...others] = problem.pieces;
    const apart = others.slice(0, SHOWN).map(list).join('; ');
    return `${sentence}. The largest has ${largest!.length} units; apart from it: ${apart}${others.length > SHOWN ? '; …' : ''}.`;
  }
  if (problem.reason === 'lock-conflict') return `${sentence}: ${list(problem.units)}.`;
  if (problem.reason === 'locks-apart') return `${sentence}: ${list(problem.units)} in ${names[problem.region]}.`;
  if (problem.reason === 'no-base') return `${sentence}; give it with --start.`;
  return `${sentence}.`;
}
