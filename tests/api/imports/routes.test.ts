import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImportReport, importPreview, importReport } from '../../../api/contract/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { buildings, collection, communities, feature, rectangle } from '../../support/small-files.ts';
import { insertTinyCounty } from '../../support/tiny-county.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '992108';
const OTHER = '992109';
const NEW = '992110';
const CONTESTED = '992174';

eachDatabase('imports over HTTP', (get) => {
  let whole: WholeApp;
  let admin: Visitor;
  let planner: Visitor;
  let stranger: Visitor;
  beforeAll(async () => {
    whole = await openApp(get());
    await insertTinyCounty(get(), HOME);
    await insertTinyCounty(get(), OTHER);
    admin = await whole.somebody(HOME, 'admin');
    planner = await whole.somebody(HOME, 'planner');
    stranger = await whole.somebody(OTHER, 'admin');
  });
  afterAll(() => whole.close());

  const path = (county: string, settings: object, name = 'file.geojson'): string =>
    `/api/counties/${county}/imports?${new URLSearchParams({ name, settings: JSON.stringify(settings) })}`;

  /** A raw body, as a browser sends a file. */
  async function send(who: Visitor, url: string, body: BodyInit, headers: Record<string, string> = {}) {
    const init = {
      method: 'POST',
      headers: {
        host: 'localhost:5174',
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/octet-stream',
        ...(who.cookie ? { cookie: who.cookie } : {}),
        ...headers,
      },
      body,
      duplex: 'half',
    };
    const line = { incoming: { socket: { remoteAddress: '127.0.0.1', remotePort: 40_000, remoteFamily: 'IPv4' } } };
    return (whole.app as Hono).request(`http://localhost:5174${url}`, init as RequestInit, line);
  }

  async function read(who: Visitor, county: string, id: string): Promise<ImportReport> {
    for (let tries = 0; tries < 600; tries++) {
      const report = importReport.parse(await (await who.get(`/api/counties/${county}/imports/${id}`)).json());
      if (report.status !== 'reading') return report;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`import ${id} is still being read`);
  }

  async function preview(who: Visitor, county: string, file: object, settings: object): Promise<ImportReport> {
    const response = await send(who, path(county, settings), JSON.stringify(file));
    expect(response.status).toBe(202);
    const { id, status } = (await response.json()) as ImportReport;
    expect(status).toBe('reading');
    return read(who, county, id);
  }

  const problem = async (response: Response): Promise<{ status: number; type: string; detail: string }> => {
    const { type, detail } = (await response.json()) as { type: string; detail: string };
    return { status: response.status, type: type.split('/').at(-1)!, detail };
  };

  describe('only administrators of the county', () => {
    test('may send a file', async () => {
      const nobody = { ...stranger, cookie: '' } as Visitor;
      for (const [who, status] of [
        [nobody, 401],
        [planner, 403],
        [stranger, 403],
      ] as const)
        expect((await send(who, path(HOME, { target: 'buildings' }), '{}')).status).toBe(status);
    });

    test('see what was sent', async () => {
      const { id } = await preview(admin, HOME, buildings, { target: 'buildings' });
      expect((await planner.get(`/api/counties/${HOME}/imports`)).status).toBe(403);
      expect((await stranger.get(`/api/counties/${HOME}/imports/${id}`)).status).toBe(403);
      expect((await stranger.get(`/api/counties/${OTHER}/imports/${id}`)).status).toBe(404);
      const theirs = (await (await stranger.get(`/api/counties/${OTHER}/imports`)).json()) as ImportReport[];
      expect(theirs.map((report) => report.county)).toEqual([OTHER]);
      expect(
        ((await (await admin.get(`/api/counties/${HOME}/imports`)).json()) as ImportReport[]).map((r) => r.id),
      ).toContain(id);
      expect((await admin.delete(`/api/counties/${HOME}/imports/${id}`)).status).toBe(204);
    });
  });

  test('a county that does not exist is made by an administrator of another one, who administers it then', async () => {
    const report = await preview(stranger, NEW, communities, { target: 'regions', level: 'community' });
    expect(report).toMatchObject({ status: 'preview', countyExists: false });
    expect(report.faults.map((fault) => fault.kind)).toContain('no-county-name');
    const base = `/api/counties/${NEW}/imports/${report.id}`;
    expect((await admin.get(base)).status).toBe(404);

    const named = { ...report.settings, countyName: '新县' };
    const changed = importReport.parse(await (await stranger.send('PUT', base, named)).json());
    expect(changed.faults.map((fault) => fault.kind)).not.toContain('no-county-name');
    const done = await stranger.post(`${base}/switch`, undefined);
    expect(done.status).toBe(200);
    expect(importReport.parse(await done.json())).toMatchObject({
      status: 'done',
      countyExists: true,
      outcome: { regions: 2 },
    });

    const counties = (await (await stranger.get('/api/counties')).json()) as {
      code: string;
      name: string;
      roles: string[];
    }[];
    expect(counties.find((county) => county.code === NEW)).toMatchObject({ name: '新县', roles: ['admin'] });
    expect((await send(admin, path(NEW, { target: 'buildings' }), '{}')).status).toBe(403);
  });

  test('what somebody else sent for a county before it was created stays theirs, and is over', async () => {
    const settings = { target: 'regions', level: 'community', countyName: '抢建县' };
    const late = await preview(admin, CONTESTED, communities, settings);
    const first = await preview(stranger, CONTESTED, communities, settings);
    expect((await stranger.post(`/api/counties/${CONTESTED}/imports/${first.id}/switch`, undefined)).status).toBe(200);

    const base = `/api/counties/${CONTESTED}/imports`;
    expect((await stranger.get(`${base}/${late.id}`)).status).toBe(404);
    expect((await stranger.get(`${base}/${late.id}/preview`)).status).toBe(404);
    const listed = (await (await stranger.get(base)).json()) as ImportReport[];
    expect(listed.map(({ id }) => id)).toEqual([first.id]);
    expect((await admin.post(`${base}/${late.id}/switch`, undefined)).status).toBe(403);
    const db = get().as({ county: CONTESTED, role: 'admin' });
    const batch = { text: 'select status from import_batch where id = $1', values: [late.id] };
    expect((await db.query(batch)).rows).toEqual([{ status: 'rejected' }]);
    const staged = { text: 'select first_row from import_page where batch = $1', values: [late.id] };
    expect((await db.query(staged)).rows).toEqual([]);
  });

  test('the preview shows features and the places of faults; a switch with faults is refused and names one', async () => {
    const report = await preview(stranger, NEW, buildings, { target: 'buildings' });
    const base = `/api/counties/${NEW}/imports/${report.id}`;
    const map = importPreview.parse(await (await stranger.get(`${base}/preview`)).json());
    expect(map.truncated).toBe(false);
    expect(
      map.features
        .filter((f) => 'fault' in f.properties)
        .map((f) => f.properties.fault)
        .sort(),
    ).toEqual(['outside-blocks', 'self-crossing']);
    expect(map.features).toHaveLength(8);

    const refused = await problem(await stranger.post(`${base}/switch`, undefined));
    expect(refused).toMatchObject({ status: 422, type: 'import-refused' });
    expect(refused.detail).toMatch(/^Row 6 \(f\)/);

    expect((await stranger.send('PUT', base, { ...report.settings, faults: 'mend' })).status).toBe(200);
    const done = await stranger.post(`${base}/switch`, undefined);
    expect(await done.json()).toMatchObject({ status: 'done', outcome: { building: 6, mended: 1, outsideBlocks: 1 } });
    expect(await problem(await stranger.post(`${base}/switch`, undefined))).toMatchObject({
      status: 409,
      type: 'conflict',
    });
  });

  test('another CRS reads the file again', async () => {
    const sites = collection([
      feature({ type: 'Point', coordinates: [124.31, 43.31] }, { name: '站', amenity: 'police' }),
    ]);
    const report = await preview(stranger, NEW, sites, { target: 'sites' });
    expect(report.bounds?.[0]).toBe(124.31);
    const base = `/api/counties/${NEW}/imports/${report.id}`;
    const changed = await stranger.send('PUT', base, { ...report.settings, crs: 'GCJ-02' });
    expect(changed.status).toBe(202);
    const again = await read(stranger, NEW, report.id);
    expect(again.crs).toMatchObject({ name: 'GCJ-02', source: 'chosen' });
    expect(again.bounds![0]).toBeLessThan(124.306);
  });

  describe('what cannot be read', () => {
    test('is told in the report of the batch', async () => {
      const response = await send(admin, path(HOME, { target: 'buildings' }), '{"type":');
      const { id } = (await response.json()) as ImportReport;
      const report = await read(admin, HOME, id);
      expect(report).toMatchObject({ status: 'failed' });
      expect(report.message).toMatch(/ends too early/);
    });

    test('200 MB that are announced are refused before a byte is read', async () => {
      const response = await send(admin, path(HOME, { target: 'buildings' }), '{}', { 'content-length': '200000001' });
      expect(await problem(response)).toMatchObject({ status: 413, type: 'file-too-large' });
    });

    test('200 MB that are not announced are refused while they arrive, and leave no file', async () => {
      const chunk = new Uint8Array(5_000_000).fill(0x20);
      let sent = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += chunk.length;
          controller.enqueue(chunk);
        },
      });
      const response = await send(admin, path(HOME, { target: 'buildings' }), endless);
      expect(await problem(response)).toMatchObject({ status: 413, type: 'file-too-large' });
      expect(sent).toBeLessThan(250_000_000);
      expect(readdirSync(whole.uploads).filter((name) => name.endsWith('.part'))).toEqual([]);
    });

    test('an empty body, settings that are no settings', async () => {
      expect(await problem(await send(admin, path(HOME, { target: 'buildings' }), ''))).toMatchObject({ status: 422 });
      expect(await problem(await send(admin, path(HOME, { target: 'castles' }), '{}'))).toMatchObject({
        status: 422,
        type: 'invalid-request',
      });
      expect(await problem(await send(admin, `/api/counties/${HOME}/imports?name=x&settings=x`, '{}'))).toMatchObject({
        status: 422,
        type: 'invalid-request',
      });
    });
  });

  test('a file of more than a megabyte passes, where other requests of that size do not', async () => {
    const many = collection(
      Array.from({ length: 4000 }, (_, i) => feature(rectangle(i, 0, i + 0.5, 1), { text: 'x'.repeat(200) })),
    );
    const report = await preview(stranger, NEW, many, { target: 'landuse', constants: { kind: 'green' } });
    expect(report.rows).toBe(4000);
    const large = JSON.stringify({ username: 'x'.repeat(1_100_000), password: 'x' });
    expect((await send(admin, '/api/session', large)).status).toBe(413);
  });

  test('a file may be gzipped', async () => {
    const response = await send(
      stranger,
      path(NEW, { target: 'buildings' }, 'b.geojson.gz'),
      gzipSync(JSON.stringify(buildings)),
    );
    const { id } = (await response.json()) as ImportReport;
    expect((await read(stranger, NEW, id)).rows).toBe(6);
  });

  test('an import that is thrown away takes its file along', async () => {
    const { id } = await preview(admin, HOME, buildings, { target: 'buildings' });
    expect(readdirSync(whole.uploads)).toContain(id);
    expect((await admin.delete(`/api/counties/${HOME}/imports/${id}`)).status).toBe(204);
    expect(readdirSync(whole.uploads)).not.toContain(id);
    expect(await problem(await admin.post(`/api/counties/${HOME}/imports/${id}/switch`, undefined))).toMatchObject({
      status: 409,
    });
  });
});
