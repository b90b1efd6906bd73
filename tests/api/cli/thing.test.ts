import { beforeAll, expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, rectangle, type SmallTown, smallTown } from '../../support/small-town.ts';

eachDatabase('tongxin thing', (database) => {
  const CODE = '990210';
  let town: SmallTown;
  beforeAll(async () => {
    town = await smallTown(database(), CODE);
  });
  const folder = folderWith({});
  const thing = (...words: string[]) => run(database(), folder, 'thing', ...words, '--county', CODE);

  test('adds, shows, changes, retires and restores a thing, and tells what was done', async () => {
    const geometry = rectangle(3.2, 0.3, 0.1, 0.1);
    const added = await thing('add', 'building', '--set', JSON.stringify({ name: '新楼', geometry }));
    expect([added.code, added.err]).toEqual([0, '']);
    const id = /create building (\d+) 新楼, version 1/.exec(added.out)?.[1] ?? '';
    expect((await thing('change', 'building', id, '--set', '{"floors": 6}')).out).toContain(`change building ${id}`);
    expect(JSON.parse((await thing('show', 'building', id)).out)).toMatchObject({ version: 2, fields: { floors: 6 } });
    expect((await thing('retire', 'building', id)).code).toBe(0);
    expect((await thing('show', 'building', id)).err).toContain('has no building');
    expect((await thing('restore', 'building', id, '--version', '3')).code).toBe(0);
    const history = await thing('history', 'building', id);
    expect(history.out.split('\n').map((line) => line.split(' ')[1])).toEqual([
      'restore',
      'retire',
      'change',
      'create',
    ]);
    const changes = JSON.parse((await thing('history', '--json')).out);
    expect(changes[0]).toMatchObject({ action: 'restore', accountName: '', layer: 'building' });
    expect((await thing('undo', changes[2].changeSet)).code).toBe(0);
    expect(JSON.parse((await thing('show', 'building', id)).out).fields.floors).toBeNull();
  });

  test('says in one sentence what it cannot do, and changes nothing', async () => {
    const id = String(town.buildings[0]);
    const refused = async (...words: string[]) => {
      const { code, err } = await thing(...words);
      return [code, err];
    };
    expect(await refused('paint', 'building', id)).toEqual([2, expect.stringContaining('no "thing paint"')]);
    expect(await refused('show', 'road', '1')).toEqual([2, expect.stringContaining('Name a layer')]);
    expect(await refused('change', 'building', id, '--set', '{floors}')).toEqual([
      2,
      expect.stringContaining('no JSON'),
    ]);
    expect(await refused('change', 'building', id, '--set', '{"floors": -1}')).toEqual([
      2,
      expect.stringContaining('floors'),
    ]);
    expect(await refused('change', 'building', id, '--set', '{"floors": 1}', '--version', '7')).toEqual([
      2,
      expect.stringContaining('meanwhile'),
    ]);
    expect(await refused('restore', 'building', id)).toEqual([2, expect.stringContaining('--version')]);
    expect(await refused('undo', 'everything')).toEqual([2, expect.stringContaining('change set')]);
    const site = { kind: 'plaza', name: '广场', geometry: { type: 'Point', coordinates: at(1, 1).reverse() } };
    expect(await refused('add', 'site', '--set', JSON.stringify(site))).toEqual([
      2,
      expect.stringContaining('geometry'),
    ]);
    const nowhere = await run(database(), folder, 'thing', 'show', 'building', '1', '--county', '991999');
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('no county 991999')]);
  });
});
