import type { ImportReport, ImportSettings } from '../../../api/contract/imports.ts';
import type { ImportTarget, RegionKind } from '../../../api/contract/words.ts';

/** Where the wizard stands. Only these can be written down. */
export type ImportFlow =
  | { readonly step: 'choose'; readonly file: File | null }
  | { readonly step: 'sending'; readonly file: File }
  | { readonly step: 'preview'; readonly report: ImportReport; readonly busy: boolean }
  | { readonly step: 'switching'; readonly report: ImportReport }
  | { readonly step: 'done'; readonly report: ImportReport };

export const STEPS = ['choose', 'preview', 'done'] as const;

/** Which of the three steps that a person sees is the present one. */
export function stepOf(flow: ImportFlow): (typeof STEPS)[number] {
  if (flow.step === 'choose' || flow.step === 'sending') return 'choose';
  return flow.step === 'done' ? 'done' : 'preview';
}

export interface Choice {
  readonly county: string;
  readonly countyName: string;
  readonly target: ImportTarget;
  readonly level: RegionKind;
}

/** Settings for the first reading: nothing is mended before it was seen. */
export const firstSettings = ({
  target,
  level,
  countyName,
}: Choice): Pick<ImportSettings, 'target'> & Partial<ImportSettings> => ({
  target,
  level: target === 'regions' ? level : null,
  countyName,
  faults: 'refuse-file',
});

/** What stands against the switch: null when nothing does. */
export function obstacle(report: ImportReport): 'nothing-ready' | 'faults' | null {
  if (report.ready === 0) return 'nothing-ready';
  const isError = report.faults.some((fault) => fault.severity === 'error');
  return isError && report.settings.faults === 'refuse-file' ? 'faults' : null;
}

export interface FaultGroup {
  readonly kind: string;
  readonly severity: 'error' | 'warning';
  readonly mendable: boolean;
  readonly faults: ImportReport['faults'];
}

/** Faults by kind, errors first, the more frequent before the rarer. */
export function groupFaults(faults: ImportReport['faults']): FaultGroup[] {
  const groups = new Map<string, ImportReport['faults']>();
  for (const fault of faults) {
    const key = `${fault.severity} ${fault.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), fault]);
  }
  return [...groups.values()]
    .map((group) => ({
      kind: group[0]!.kind,
      severity: group[0]!.severity,
      mendable: group.some((fault) => fault.mendable),
      faults: group,
    }))
    .sort((a, b) => a.severity.localeCompare(b.severity) || b.faults.length - a.faults.length);
}
