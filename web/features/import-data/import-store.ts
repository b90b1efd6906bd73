import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { IMPORT_ATTRIBUTES, type ImportReport, type ImportSettings } from '../../../api/contract/imports.ts';
import { type Notice, noticeOf } from '../../api-client/http.ts';
import * as client from '../../api-client/imports.ts';
import { rememberBegun } from './begun-counties.ts';
import {
  type Choice,
  countyOf,
  FIRST_CHOICE,
  firstSettings,
  guessTarget,
  type ImportFlow,
  type LayerOf,
  NEW_COUNTY,
  nextTarget,
  type SettledChoice,
} from './import-flow.ts';

/** How often the server is asked while it reads or writes. */
const ASK_EVERY_MS = 600;

export interface ChosenFile {
  readonly name: string;
  readonly size: number;
}

/** The wizard's state outlives its panel: a person may look round in another mode and come back. */
export interface ImportState {
  readonly file: ChosenFile | null;
  /** those that come after it */
  readonly waiting: readonly ChosenFile[];
  /** what the file holds, once it has been read */
  readonly layersOf: LayerOf | null;
  readonly choice: Choice;
  readonly flow: ImportFlow;
  /** why the last step was not made; the step before it stands as it stood */
  readonly notice: Notice | null;
  /** the batch and place that the map was last flown to, so that it is not flown there again */
  readonly shownPlace: string;
  /** The first is next, the others wait for their turn. */
  chooseFiles(files: readonly File[]): void;
  choose(part: Partial<Choice>): void;
  /** Sends the file and waits until it has been read. */
  send(choice: SettledChoice): Promise<void>;
  /** Sends the file once more under the settings on the screen, when the server has lost what it had read. */
  sendAgain(): Promise<void>;
  cancelSending(): void;
  /** Goes on with an import that was begun before. */
  reopen(report: ImportReport): Promise<void>;
  /** Has the rows checked anew under other settings, or under the same `again` because what they are joined to was settled; changes made meanwhile go with the next round. */
  change(part: Partial<ImportSettings>, how?: { again: boolean }): Promise<void>;
  /** Drops settings that the server did not take. */
  restoreSettings(): void;
  confirm(): void;
  backToCheck(): void;
  /** Lands the import. @returns whether it landed */
  write(): Promise<boolean>;
  /** Throws the import away; nothing of it stays. */
  abandon(): Promise<void>;
  /** To the first step, ready for the next file of the same county: one that waits, or another layer of this one. */
  again(what?: 'next-file' | 'another-layer'): void;
  dismissNotice(): void;
}

type FirstSettings = Partial<ImportSettings> & Pick<ImportSettings, 'target'>;

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export const createImportStore = () =>
  createStore<ImportState>()((set, get) => {
    // Neither is plain data, so neither stands in the store.
    let files: readonly File[] = [];
    let sending: AbortController | null = null;
    let checkAgain = false;
    const file = (): File | undefined => files[0];
    const take = (chosen: readonly File[]): void => {
      files = chosen;
      const [first = null, ...waiting] = chosen.map(({ name, size }) => ({ name, size }));
      set({ file: first, waiting, layersOf: null });
    };

    /** Asks until the server neither reads nor writes. */
    async function settled(report: ImportReport, onProgress: (report: ImportReport) => void): Promise<ImportReport> {
      let latest = report;
      while (latest.status === 'reading' || latest.status === 'switching') {
        onProgress(latest);
        await pause(ASK_EVERY_MS);
        latest = await client.getImport(latest.county, latest.id);
      }
      return latest;
    }

    /** The step that an import of this status stands at. */
    function show(report: ImportReport): void {
      const { status, settings } = report;
      if (file()?.name === report.fileName) set({ layersOf: report });
      if (status === 'preview') set({ flow: { step: 'check', report, wanted: settings, checking: false } });
      else if (status === 'done') set({ flow: { step: 'done', report } });
      else set({ flow: { step: 'choose' }, notice: failureOf(report) });
    }

    async function bring(county: string, settings: FirstSettings): Promise<void> {
      const sent = file();
      if (!sent) return;
      sending = new AbortController();
      set({ flow: { step: 'sending', sent: 0 }, notice: null });
      try {
        const report = await client.startImport(county, sent, settings, {
          signal: sending.signal,
          onSent: (share) => {
            if (get().flow.step === 'sending') set({ flow: { step: 'sending', sent: share } });
          },
        });
        show(await settled(report, (latest) => set({ flow: { step: 'reading', report: latest } })));
      } catch (error) {
        set({ flow: { step: 'choose' }, notice: isAbort(error) ? null : noticeOf(error) });
      }
    }

    return {
      file: null,
      waiting: [],
      layersOf: null,
      choice: FIRST_CHOICE,
      flow: { step: 'choose' },
      notice: null,
      shownPlace: '',

      chooseFiles: (chosen) => {
        take(chosen);
        set(({ choice }) => ({ choice: { ...choice, layer: null }, notice: null }));
      },
      choose: (part) => set(({ choice }) => ({ choice: { ...choice, ...part } })),

      send: async (choice) => {
        if (choice.into === NEW_COUNTY) rememberBegun(choice.newCode);
        set({ choice });
        await bring(countyOf(choice), firstSettings(choice));
      },
      sendAgain: async () => {
        const { flow } = get();
        if (flow.step === 'check') await bring(flow.report.county, withWholeMapping(flow.wanted));
      },
      cancelSending: () => sending?.abort(),

      reopen: async (report) => {
        set({ notice: null });
        try {
          const latest = await client.getImport(report.county, report.id);
          show(
            await settled(latest, (now) =>
              set({ flow: { step: now.status === 'reading' ? 'reading' : 'writing', report: now } }),
            ),
          );
        } catch (error) {
          set({ flow: { step: 'choose' }, notice: noticeOf(error) });
        }
      },

      change: async (part, { again = false } = { again: false }) => {
        const { flow } = get();
        if (flow.step !== 'check') return;
        set({ flow: { ...flow, wanted: { ...flow.wanted, ...part } } });
        checkAgain ||= again;
        if (flow.checking) return;
        for (;;) {
          const now = get().flow;
          if (now.step !== 'check' || (!checkAgain && sameSettings(now.wanted, now.report.settings))) return;
          checkAgain = false;
          const sent = now.wanted;
          set({ flow: { ...now, checking: true }, notice: null });
          const checked = await check(now.report, sent);
          const then = get().flow;
          if (then.step !== 'check') return;
          if (checked.notice) {
            const report = checked.report ?? then.report;
            set({ flow: { ...then, report, checking: false }, notice: checked.notice });
            return;
          }
          // The server completes what was asked; wishes that came meanwhile stand as they are.
          const wanted = then.wanted === sent ? checked.report.settings : then.wanted;
          set({ flow: { step: 'check', report: checked.report, wanted, checking: false } });
        }
      },
      restoreSettings: () => {
        const { flow } = get();
        if (flow.step === 'check') set({ flow: { ...flow, wanted: flow.report.settings }, notice: null });
      },

      confirm: () => {
        const { flow } = get();
        if (flow.step === 'check' && !flow.checking)
          set({ flow: { step: 'confirm', report: flow.report }, notice: null });
      },
      backToCheck: () => {
        const { flow } = get();
        if (flow.step === 'confirm') show(flow.report);
      },

      write: async () => {
        const { flow } = get();
        if (flow.step !== 'confirm') return false;
        const { report } = flow;
        set({ flow: { step: 'writing', report }, notice: null });
        try {
          const written = await settled(await client.switchImport(report.county, report.id), (latest) =>
            set({ flow: { step: 'writing', report: latest } }),
          );
          if (written.status === 'done') {
            show(written);
            return true;
          }
          set({ flow: { step: 'confirm', report }, notice: failureOf(written) });
        } catch (error) {
          return afterFailedWrite(report, noticeOf(error));
        }
        return false;
      },

      abandon: async () => {
        const { flow } = get();
        if (!('report' in flow)) return;
        try {
          await client.dropImport(flow.report.county, flow.report.id);
          set({ flow: { step: 'choose' }, notice: null });
        } catch (error) {
          set({ notice: noticeOf(error) });
        }
      },

      again: (what = 'next-file') => {
        const { flow, choice, layersOf } = get();
        if (flow.step !== 'done') return;
        const { county, settings, layer } = flow.report;
        const layers = what === 'another-layer' ? (layersOf?.layers ?? []).map(({ name }) => name) : [];
        const other = layers[(layers.indexOf(layer ?? '') + 1) % layers.length] ?? null;
        if (what === 'next-file') take(files.slice(1));
        const name = other ?? get().file?.name ?? '';
        const target = guessTarget(name) ?? nextTarget(settings.target);
        const next = { into: county, target, level: choice.level, layer: other };
        set({ flow: { step: 'choose' }, notice: null, choice: { ...FIRST_CHOICE, ...next } });
      },
      dismissNotice: () => set({ notice: null }),
    };

    async function check(
      report: ImportReport,
      wanted: ImportSettings,
    ): Promise<{ report: ImportReport; notice: null } | { report: ImportReport | null; notice: Notice }> {
      try {
        const asked = hasSameFields(wanted, report.settings) ? withWholeMapping(wanted) : wanted;
        const changed = await settled(await client.changeImport(report.county, report.id, asked), () => {});
        const taken = changed.status === 'preview' && changed.problem === null;
        return taken ? { report: changed, notice: null } : { report: changed, notice: failureOf(changed) };
      } catch (error) {
        return { report: null, notice: noticeOf(error) };
      }
    }

    /** When the line broke the server may have landed it all the same: it is asked before anything is said. */
    async function afterFailedWrite(report: ImportReport, notice: Notice): Promise<boolean> {
      const found = await client.getImport(report.county, report.id).then(
        (latest) => settled(latest, (now) => set({ flow: { step: 'writing', report: now } })),
        () => null,
      );
      if (found?.status === 'done') {
        show(found);
        return true;
      }
      set({ flow: { step: 'confirm', report: found?.status === 'preview' ? found : report }, notice });
      return false;
    }
  });

/** Why the server gave up reading, or did not take other settings. */
const failureOf = ({ problem, message }: ImportReport): Notice => ({
  type: problem?.type ?? 'unreadable-file',
  status: 422,
  detail: problem?.detail ?? message,
  reason: problem?.reason,
  values: problem?.values,
});

/** Whether two settings ask for the same. */
export const sameSettings = (a: ImportSettings, b: ImportSettings): boolean => canonical(a) === canonical(b);

/** Keys in order; a field that is left empty is as good as one that is not named. */
const canonical = (settings: ImportSettings): string =>
  JSON.stringify({ ...settings, mapping: filled(settings.mapping) }, (_, value: unknown) =>
    value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
const filled = (mapping: Record<string, string>) =>
  Object.fromEntries(Object.entries(mapping).filter(([, field]) => field !== ''));

/** Whether a mapping of the one can be one of the other; else fields are guessed anew. */
const hasSameFields = (a: ImportSettings, b: ImportSettings): boolean =>
  a.target === b.target && a.memory === b.memory && a.layer === b.layer && a.table?.headerRow === b.table?.headerRow;

/** What the mapping does not name the server guesses; what a person emptied has to be named as empty. */
const withWholeMapping = (settings: ImportSettings): ImportSettings => ({
  ...settings,
  mapping: {
    ...Object.fromEntries(IMPORT_ATTRIBUTES[settings.target].map((attribute) => [attribute, ''])),
    ...settings.mapping,
  },
});

export const importStore = createImportStore();
export const useImport = <T>(selector: (state: ImportState) => T): T => useStore(importStore, selector);
