import { expect, test } from 'vitest';
import { MOST_CHANGES } from '../../../api/contract/thing-edits.ts';
import { eachDatabase } from '../../support/databases.ts';
import { editedTown } from '../../support/edited-town.ts';
import { rectangle } from '../../support/small-town.ts';

/** What a table of so many things may take, on two cores that others use too. */
const FEW_SECONDS_MS = 30_000;

eachDatabase('many changes at once', (database) => {
  const get = editedTown(database, '990209');
  const houses = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      ...{ action: 'create', layer: 'building' },
      fields: {
        households: 1,
        geometry: rectangle(2.05 + (i % 40) * 0.04, 0.05 + Math.floor(i / 40) * 0.035, 0.02, 0.02),
      },
    }));

  test('are made all or none; the one that cannot be made is named', async () => {
    const { town, refused, figures } = get();
    const before = await figures();
    const [one, other] = [town.buildings[0], town.buildings[1]];
    const changes = [
      { action: 'change', layer: 'building', id: one, version: 1, fields: { floors: 3 } },
      { action: 'retire', layer: 'site', id: town.sites[3], version: 1 },
      { action: 'change', layer: 'building', id: other, version: 9, fields: { floors: 3 } },
    ];
    expect(await refused('POST', 'thing-changes', { cause: 'table', changes })).toMatchObject({
      ...{ status: 409, step: 2, currentVersion: 1 },
    });
    const twice = [changes[0], { ...changes[0], fields: { floors: 4 } }];
    expect(await refused('POST', 'thing-changes', { changes: twice })).toMatchObject({ status: 422, step: 1 });
    const wrong = [{ ...changes[0], fields: { floors: 'three' } }];
    expect(await refused('POST', 'thing-changes', { changes: wrong })).toMatchObject({
      detail: expect.stringContaining('changes.0.fields.floors'),
    });
    expect(await refused('POST', 'thing-changes', { changes: [] })).toMatchObject({ status: 422 });
    expect(await refused('POST', 'thing-changes', { changes: houses(MOST_CHANGES + 1) })).toMatchObject({
      status: 422,
    });
    expect(await figures()).toEqual(before);
  });

  test('of several kinds stand under one set, in the order asked', async () => {
    const { town, post } = get();
    const { changeSet, changes } = await post('thing-changes', {
      cause: 'table',
      changes: [
        { action: 'change', layer: 'site', id: town.sites[3], version: 1, fields: { address: '文化路5号' } },
        ...houses(1),
        { action: 'retire', layer: 'organization', id: town.organizations[1], version: 1 },
      ],
    });
    expect(changes.map(({ layer, action, cause }) => `${layer} ${action} ${cause}`)).toEqual([
      'site change table',
      'building create table',
      'organization retire table',
    ]);
    await post(`thing-changes/${changeSet}/undo`, {});
  });

  test('of two people at the same moment one is made, and the other is told; nothing is counted twice', async () => {
    const { town, admin, app, figures, post } = get();
    const other = await app.somebody(town.code, 'admin');
    const before = await figures();
    const path = `/api/counties/${town.code}/things/building/${town.buildings[3]}`;
    const answers = await Promise.all(
      [admin, other, admin, other].map((who, i) =>
        who.send('PATCH', path, { version: 1, fields: { households: 100 + i } }),
      ),
    );
    const told = await Promise.all(answers.map((answer) => answer.json()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const { changeSet, changes } = told.find(({ changes }) => changes);
    const { blocks } = await figures();
    expect(blocks[7]).toMatchObject({ households: changes[0].after.households, buildings: 1 });
    await post(`thing-changes/${changeSet}/undo`, {});
    expect(await figures()).toEqual(before);
    // into one block at once
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        post(
          'things/building',
          { fields: { households: 1, geometry: rectangle(2.1 + i / 30, 1.5, 0.02, 0.02) } },
          i % 2 ? admin : other,
        ),
      ),
    );
    expect((await figures()).blocks[6]).toMatchObject({ households: 24, buildings: 24 });
  });

  test(`${MOST_CHANGES} of them are made, changed and taken back within seconds`, async () => {
    const { post, figures } = get();
    const before = await figures();
    const started = performance.now();
    const made = await post('thing-changes', { cause: 'table', changes: houses(MOST_CHANGES) });
    const madeAt = performance.now();
    expect(made.changes).toHaveLength(MOST_CHANGES);
    const changed = await post('thing-changes', {
      cause: 'table',
      changes: made.changes.map(({ thing }) => ({
        ...{ action: 'change', layer: 'building', id: thing, version: 1, fields: { residents: 3, houseNumber: '7' } },
      })),
    });
    const changedAt = performance.now();
    await post(`thing-changes/${changed.changeSet}/undo`, {});
    await post(`thing-changes/${made.changeSet}/undo`, {});
    const undoneAt = performance.now();
    expect(await figures()).toEqual(before);
    const ms = [madeAt - started, changedAt - madeAt, undoneAt - changedAt].map(Math.round);
    console.info(`${MOST_CHANGES} things: made in ${ms[0]} ms, changed in ${ms[1]} ms, both taken back in ${ms[2]} ms`);
    for (const each of ms) expect(each).toBeLessThan(FEW_SECONDS_MS);
  });
});
