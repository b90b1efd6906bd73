import { randomUUID } from 'node:crypto';
import { EDIT_LAYERS } from '../../api/contract/thing-edits.ts';
import { LAYERS, THING_LAYERS } from '../../api/contract/words.ts';
import { sql } from '../../api/db/sql.ts';
import { at, type SmallTown } from './small-town.ts';
import { tileAt } from './tile-at.ts';
import type { WholeApp } from './whole-app.ts';

/** A small town that also has a plan and an import, so that every address has something to show. */
export interface FullTown extends SmallTown {
  fabric: number;
  plan: number;
  batch: string;
}

export async function fullTown(app: WholeApp, town: SmallTown, mark: string): Promise<FullTown> {
  const { code, db, division } = town;
  const planner = await app.somebody(code, 'planner');
  const made = await planner.post(`/api/counties/${code}/plans`, { title: `${mark}方案`, level: 'grid' });
  const batch = randomUUID();
  await db.query(sql`
    insert into import_batch (county, id, target, file_name, status)
    values (${code}, ${batch}, 'roads', ${`${mark}.geojson`}, 'rejected')`);
  const { rows } = await db.query<{ fabric: number }>(sql`select fabric from division where id = ${division}`);
  return { ...town, fabric: rows[0]!.fabric, plan: ((await made.json()) as { id: number }).id, batch };
}

interface Document {
  paths: Record<string, { get?: { parameters?: readonly { name: string; in: string; required?: boolean }[] } }>;
}

/**
 * Every address of the OpenAPI document that shows something of a county, with a town's own ids: a route that is new is
 * among them, or is asked for here what to fill in.
 *
 * @param code  the county in the addresses
 */
export async function everyAddress(app: WholeApp, code: string, town: FullTown): Promise<string[]> {
  const document = (await (await app.app.request('/api/openapi.json')).json()) as Document;
  return Object.entries(document.paths).flatMap(([path, { get }]) => {
    if (!get || !path.includes('{county}')) return [];
    const wanted = (get.parameters ?? []).filter((each) => each.in === 'query' && each.required);
    return filled(path.replace('{county}', code), town).map((address) => {
      const query = new URLSearchParams(wanted.map(({ name }) => [name, valueFor(name, path, town)]));
      return query.size > 0 ? `${address}?${query}` : address;
    });
  });
}

/** A path with several ids is several addresses. */
function filled(path: string, town: FullTown): string[] {
  if (path.startsWith('/tiles/')) {
    const [z, x, y] = tileAt(14, at(1, 1)).split('/');
    const layers = path.includes('{z}') ? LAYERS.join(',') : 'building.json';
    return [path.replace('{layers}', layers).replace('{z}', z!).replace('{x}', x!).replace('{y}', `${y}.mvt`)];
  }
  if (path.includes('/things/{layer}/{id}')) {
    const own: Partial<Record<string, readonly number[]>> = {
      ...{ block: town.blocks, compound: [town.compound], building: town.buildings, road: town.roads },
      ...{ site: town.sites, organization: town.organizations },
    };
    const layers = path.endsWith('/{id}') ? THING_LAYERS : EDIT_LAYERS;
    return layers.flatMap((layer) =>
      (own[layer] ?? [1]).map((id) => path.replace('{layer}', layer).replace('{id}', String(id))),
    );
  }
  if (path.endsWith('/regions/{id}')) return [...town.regions.values()].map((id) => path.replace('{id}', String(id)));
  return [path.replace(/(\w+)\/\{(\w+)\}/g, (_, before, name) => `${before}/${valueFor(name, before, town)}`)];
}

function valueFor(name: string, where: string, town: FullTown): string {
  const division = `division:${town.division}`;
  const known: Record<string, string | number> = {
    ...{ q: '1', layer: 'building', effective: '2099-01-01', format: 'geojson' },
    ...{ kind: 'no-block', photo: '0'.repeat(64), fabric: town.fabric, left: division, right: `plan:${town.plan}` },
    ...(where === 'plans' && { id: town.plan }),
    ...(where === 'people' && { id: 'nobody' }),
    ...((where === 'imports' || where === 'exports') && { id: town.batch }),
    ...(where === 'holidays' && { year: 2026 }),
    ...(where.endsWith('/audit/export') && { format: 'csv' }),
  };
  const value = known[name];
  if (value === undefined) throw new Error(`Say in tests/support/every-address.ts what {${name}} is of ${where}`);
  return String(value);
}
