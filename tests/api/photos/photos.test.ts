import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MOST_PHOTO_BYTES, type Photo, photos } from '../../../api/contract/thing-edits.ts';
import { sql } from '../../../api/db/sql.ts';
import { sweepPhotos } from '../../../api/services/photos/photo-files.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { openFiles } from '../../support/open-files.ts';
import { jpeg, png, SECRET } from '../../support/small-pictures.ts';
import type { Visitor } from '../../support/visitor.ts';

const HOURS = 3_600_000;

eachDatabase('a photo of a thing', (database) => {
  const get = editedTown(database, '990207');
  const pathOf = (thing: string) => `/api/counties/${get().town.code}/things/${thing}/photos`;
  const send = (thing: string, bytes: Buffer, who: Visitor = get().admin, caption = '') =>
    who.upload(`${pathOf(thing)}?caption=${encodeURIComponent(caption)}`, bytes);
  const shownBy = async (thing: string): Promise<Photo[]> =>
    photos.parse(await (await get().admin.get(pathOf(thing))).json()).photos;
  const files = () => {
    const home = join(get().app.photos, get().town.code);
    return existsSync(home) ? readdirSync(home) : [];
  };

  test('is kept under its hash without what the camera wrote, and sent as it is kept', async () => {
    const { town, app } = get();
    const thing = `site/${town.sites[0]}`;
    const answer = await send(thing, jpeg(), undefined, '正门');
    expect(answer.status).toBe(201);
    const [kept] = photos.parse(await answer.json()).photos;
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', width: 3, height: 5, caption: '正门' });
    const viewer = await app.somebody(town.code);
    const sent = await viewer.get(`/api/counties/${town.code}/photos/${kept!.id}`);
    expect(Object.fromEntries(sent.headers)).toMatchObject({
      ...{ 'content-type': 'image/jpeg', 'content-length': String(kept!.bytes) },
      ...{ 'cache-control': 'private, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' },
    });
    const head = await viewer.send('HEAD', `/api/counties/${town.code}/photos/${kept!.id}`);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(kept!.bytes)]);
    const bytes = Buffer.from(await sent.arrayBuffer());
    expect(await openFiles(app.photos)).toEqual([]);
    expect(bytes.toString('latin1')).not.toContain(SECRET);
    expect(bytes).toEqual(readFileSync(join(app.photos, town.code, kept!.id)));
  });

  test('of two things is one file; it goes when none of them shows it any more, and not before', async () => {
    const { town, app, admin } = get();
    const [one, other] = [`building/${town.buildings[0]}`, `building/${town.buildings[1]}`];
    await send(one, png());
    await send(other, png());
    await send(other, png(), undefined, '同一张');
    const [kept] = await shownBy(other);
    expect([(await shownBy(other)).length, kept!.caption]).toEqual([1, '同一张']);
    expect(files().filter((name) => name === kept!.id)).toHaveLength(1);
    const tomorrow = async () => {
      await database().owner.pool('tongxin').query(`update photo set at = at - interval '1 day'`);
      await sweepPhotos(app.photos, database(), Date.now() + 24 * HOURS);
    };
    expect((await admin.delete(`${pathOf(one)}/${kept!.id}`)).status).toBe(200);
    await tomorrow();
    expect(files()).toContain(kept!.id);
    expect((await admin.delete(`${pathOf(other)}/${kept!.id}`)).status).toBe(200);
    expect(await shownBy(other)).toEqual([]);
    await sweepPhotos(app.photos, database());
    expect(files(), 'just arrived, as far as anybody knows').toContain(kept!.id);
    await tomorrow();
    expect(files()).not.toContain(kept!.id);
    expect((await admin.get(`/api/counties/${town.code}/photos/${kept!.id}`)).status).toBe(404);
    expect((await admin.delete(`${pathOf(other)}/${kept!.id}`)).status).toBe(404);
  });

  test('whose row was never written goes with the sweep, its file or half of it', async () => {
    const { town, app } = get();
    const home = join(app.photos, town.code);
    await send(`site/${town.sites[1]}`, jpeg(1));
    const kept = files();
    for (const name of ['a'.repeat(64), `${'b'.repeat(64)}.half`]) {
      writeFileSync(join(home, name), 'x');
      utimesSync(join(home, name), new Date(Date.now() - 2 * HOURS), new Date(Date.now() - 2 * HOURS));
    }
    await sweepPhotos(app.photos, database());
    expect(files()).toEqual(kept);
  });

  test('of a thing that an import took away goes with it', async () => {
    const { town, app } = get();
    const thing = `organization/${town.organizations[1]}`;
    const [kept] = photos.parse(await (await send(thing, png(3))).json()).photos;
    await town.db.query(sql`delete from organization where id = ${town.organizations[1]}`);
    await database()
      .owner.pool('tongxin')
      .query(`update photo set at = at - interval '1 day' where id = $1`, [kept!.id]);
    await sweepPhotos(app.photos, database(), Date.now() + 2 * HOURS);
    expect(files()).not.toContain(kept!.id);
  });

  test('is for whoever keeps the thing: a desk in its region, nobody else', async () => {
    const { town, desk, app } = get();
    expect((await send(`building/${town.buildings[0]}`, jpeg(2), desk)).status).toBe(201);
    const foreign = await send(`building/${town.buildings[3]}`, jpeg(2), desk);
    expect(await foreign.json()).toMatchObject({ status: 403, reason: 'outside-region' });
    const viewer = await app.somebody(town.code);
    expect((await send(`building/${town.buildings[0]}`, jpeg(2), viewer)).status).toBe(403);
    const [kept] = await shownBy(`building/${town.buildings[0]}`);
    expect((await viewer.delete(`${pathOf(`building/${town.buildings[0]}`)}/${kept!.id}`)).status).toBe(403);
    const named = await desk.send('PATCH', `${pathOf(`building/${town.buildings[0]}`)}/${kept!.id}`, {
      caption: '北门',
    });
    expect((await named.json()).photos[0].caption).toBe('北门');
  });

  test('that is none, too large, or of nothing is refused with the reason; nothing is kept', async () => {
    const { town, refused } = get();
    const thing = `site/${town.sites[2]}`;
    const before = files();
    const problem = async (bytes: Buffer, of = thing) => (await send(of, bytes)).json();
    expect(await problem(Buffer.from('GIF89a, a long one'))).toMatchObject({ status: 422, reason: 'photo-kind' });
    expect(await problem(Buffer.from('\0\0\0\x18ftypheic'))).toMatchObject({ reason: 'photo-heic' });
    expect(await problem(jpeg().subarray(0, 200))).toMatchObject({ reason: 'photo-damaged' });
    expect(await problem(Buffer.alloc(0))).toMatchObject({ status: 422 });
    expect(await problem(Buffer.alloc(MOST_PHOTO_BYTES + 1))).toMatchObject({ status: 413, values: { mb: 10 } });
    expect(await problem(png(), 'site/99999999')).toMatchObject({ status: 404, reason: 'no-thing' });
    expect(await refused('PATCH', `things/${thing}/photos/${'0'.repeat(64)}`, { caption: '' })).toMatchObject({
      reason: 'no-photo',
    });
    expect((await get().admin.get(`/api/counties/${town.code}/photos/..%2f..%2fsecrets`)).status).toBe(422);
    expect([files(), await shownBy(thing)]).toEqual([before, []]);
  });
});
