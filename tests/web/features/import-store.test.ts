import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ImportReport, ImportSettings } from '../../../api/contract/imports.ts';
import { createImportStore } from '../../../web/features/import-data/import-store.ts';
import { reportOf, settingsOf } from './import-reports.ts';

type Answer = (body: unknown) => ImportReport | { status: number };

/** A server that answers each request by method and last part of the path, in turn; says what it was asked. */
function serve(answers: Record<string, Answer[]>): { asked: [string, unknown][] } {
  const asked: [string, unknown][] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const key = `${init.method ?? 'GET'} ${path.endsWith('/switch') ? 'switch' : 'import'}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    asked.push([key, body]);
    const answer = (answers[key]!.length > 1 ? answers[key]!.shift()! : answers[key]![0]!)(body);
    if ('id' in answer) return new Response(JSON.stringify(answer));
    if (answer.status === 0) throw new TypeError('the line broke');
    return new Response('{}', { status: answer.status });
  });
  return { asked };
}

/** As the server does: settings completed by its own guess. */
const taken: Answer = (body) => reportOf({ settings: body as ImportSettings });

async function openPreview(answers: Record<string, Answer[]>) {
  const server = serve({ 'GET import': [() => reportOf()], ...answers });
  const imports = createImportStore();
  await imports.getState().reopen(reportOf());
  return { ...server, imports, state: () => imports.getState() };
}

const stepOf = ({ flow }: { flow: { step: string } }) => flow.step;

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('opening an import', () => {
  test('waits while the server still reads, then shows the check', async () => {
    serve({ 'GET import': [() => reportOf({ status: 'reading', progress: 0.4 }), () => reportOf()] });
    const imports = createImportStore();
    const opened = imports.getState().reopen(reportOf());
    await vi.waitFor(() =>
      expect(imports.getState().flow).toMatchObject({ step: 'reading', report: { progress: 0.4 } }),
    );
    await opened;
    expect(imports.getState().flow).toMatchObject({ step: 'check', checking: false });
  });

  test('that could not be read leads back to the choice, with the reason', async () => {
    const problem = { type: 'unknown-crs', detail: 'EPSG:999999 is not in the catalogue' } as const;
    serve({ 'GET import': [() => reportOf({ status: 'failed', problem })] });
    const imports = createImportStore();
    await imports.getState().reopen(reportOf());
    expect(imports.getState()).toMatchObject({ flow: { step: 'choose' }, notice: problem });
  });
});

describe('changing settings', () => {
  test('has them checked at once; changes made meanwhile go with the next round', async () => {
    const { asked, state } = await openPreview({ 'PUT import': [taken] });
    const first = state().change({ faults: 'mend' });
    expect(state().flow).toMatchObject({ step: 'check', checking: true, wanted: { faults: 'mend' } });
    void state().change({ mode: 'add' });
    void state().change({ faults: 'refuse-rows' });
    await first;
    const sent = asked.filter(([key]) => key === 'PUT import').map(([, body]) => body);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toMatchObject({ faults: 'mend', mode: 'replace' });
    expect(sent[1]).toMatchObject({ faults: 'refuse-rows', mode: 'add' });
    expect(state().flow).toMatchObject({
      checking: false,
      report: { settings: { faults: 'refuse-rows', mode: 'add' } },
    });
  });

  test('names every attribute, since the server guesses those that are not named', async () => {
    const { asked, state } = await openPreview({ 'PUT import': [taken] });
    await state().change({ mapping: { name: 'title', floors: '' } });
    const [, body] = asked.find(([key]) => key === 'PUT import')!;
    expect(body).toMatchObject({ mapping: { name: 'title', floors: '', kind: '', source_id: '' } });
  });

  test('but for another target nothing is named: its fields are guessed anew', async () => {
    const { asked, state } = await openPreview({ 'PUT import': [taken] });
    await state().change({ target: 'sites', mapping: {}, constants: {} });
    expect(asked.find(([key]) => key === 'PUT import')![1]).toMatchObject({ target: 'sites', mapping: {} });
  });

  test('nor for another layer or another header: their fields are other ones', async () => {
    const { asked, state } = await openPreview({ 'PUT import': [taken] });
    await state().change({ layer: 'roads', mapping: {} });
    await state().change({ table: { headerRow: 3, x: '', y: '', wkt: '' }, mapping: {} });
    const sent = asked.filter(([key]) => key === 'PUT import').map(([, body]) => body);
    expect(sent).toMatchObject([
      { layer: 'roads', mapping: {} },
      { layer: 'roads', table: { headerRow: 3 }, mapping: {} },
    ]);
    expect(sent.map((body) => Object.keys((body as ImportSettings).mapping))).toEqual([[], []]);
  });

  test('that the server does not take keeps them on the screen until they are put back', async () => {
    const problem = { type: 'unreadable-file', detail: 'None of the 10 rows has name=x' } as const;
    const { state } = await openPreview({ 'PUT import': [() => reportOf({ problem })] });
    await state().change({ where: 'name=x' });
    expect(state()).toMatchObject({ flow: { wanted: { where: 'name=x' }, checking: false }, notice: problem });
    state().restoreSettings();
    expect(state()).toMatchObject({ flow: { step: 'check', wanted: settingsOf() }, notice: null });
  });

  test('is not lost when the line breaks', async () => {
    const { state } = await openPreview({ 'PUT import': [() => ({ status: 0 }), taken] });
    await state().change({ crs: 'GCJ-02' });
    expect(state()).toMatchObject({
      flow: { wanted: { crs: 'GCJ-02' }, checking: false },
      notice: { type: 'offline' },
    });
    await state().change({});
    expect(state()).toMatchObject({ flow: { report: { settings: { crs: 'GCJ-02' } } }, notice: null });
  });
});

describe('writing', () => {
  const done = () => reportOf({ status: 'done', outcome: { building: 10 } });

  test('comes after the confirmation only', async () => {
    const { state } = await openPreview({ 'POST switch': [done] });
    expect(await state().write()).toBe(false);
    state().confirm();
    expect(stepOf(state())).toBe('confirm');
    expect(await state().write()).toBe(true);
    expect(stepOf(state())).toBe('done');
  });

  test('that is refused leaves the confirmation, with the reason', async () => {
    const { state } = await openPreview({ 'POST switch': [() => ({ status: 409 })] });
    state().confirm();
    expect(await state().write()).toBe(false);
    expect(state()).toMatchObject({ flow: { step: 'confirm' }, notice: { type: 'conflict' } });
  });

  test('that landed while the line was broken is told as landed', async () => {
    const { state } = await openPreview({
      'GET import': [() => reportOf(), () => reportOf({ status: 'switching' }), done],
      'POST switch': [() => ({ status: 0 })],
    });
    state().confirm();
    expect(await state().write()).toBe(true);
    expect(state()).toMatchObject({ flow: { step: 'done' }, notice: null });
  });

  test('leads on to the next file of the same county', async () => {
    const { state } = await openPreview({ 'POST switch': [done] });
    state().confirm();
    await state().write();
    state().again();
    expect(state()).toMatchObject({ flow: { step: 'choose' }, file: null, choice: { into: '990001', target: 'pois' } });
  });
});

describe('several files, and files with several layers', () => {
  const files = ['town.gpkg', 'roads.geojson'].map((name) => new File(['x'], name));
  const layers = ['communities', 'buildings'].map((name) => ({ name, rows: 2 }));
  const done = reportOf({ status: 'done', fileName: 'town.gpkg', format: 'geopackage', layers, layer: 'communities' });
  const open = async () => {
    serve({ 'GET import': [() => done] });
    const imports = createImportStore();
    imports.getState().chooseFiles(files);
    await imports.getState().reopen(done);
    return imports.getState;
  };

  test('wait for their turn; what the next one holds is guessed from its name', async () => {
    const state = await open();
    expect(state()).toMatchObject({ file: { name: 'town.gpkg' }, waiting: [{ name: 'roads.geojson' }] });
    state().again();
    expect(state()).toMatchObject({
      ...{ flow: { step: 'choose' }, file: { name: 'roads.geojson' }, waiting: [], layersOf: null },
      choice: { into: '990001', target: 'roads', layer: null },
    });
  });

  test('the next layer of the same file follows, with the others to choose from', async () => {
    const state = await open();
    state().again('another-layer');
    expect(state()).toMatchObject({
      ...{ file: { name: 'town.gpkg' }, waiting: [{ name: 'roads.geojson' }], layersOf: { layers } },
      choice: { layer: 'buildings', target: 'buildings' },
    });
    state().chooseFiles(files.slice(1));
    expect(state()).toMatchObject({ layersOf: null, choice: { layer: null } });
  });
});
