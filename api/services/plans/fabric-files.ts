import type { Fabric } from '../../../geo/fabric/fabric.ts';
import { toTopology } from '../../../geo/fabric/topology.ts';
import type { PlanGround } from '../../contract/plans.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { readShownFabric } from '../../db/fabrics.ts';
import { readGroundVersion } from '../../db/plan-ground.ts';
import { ProblemError } from '../../problems.ts';
import { compress, type Encoding } from '../../tiles/compress.ts';
import { loadFabric } from '../load-fabric.ts';
import { loadGround } from './ground.ts';
import { LastFew } from './plan-cache.ts';

/** What several planners ask for one after the other: the fabrics under their plans and what lies on the ground. */
const KEPT = 4;

/** A large answer, compressed once. */
export interface LargeAnswer {
  etag: string;
  /** JSON in an encoding */
  body(encoding: Encoding): Promise<Uint8Array>;
}

/** Fabrics and ground of plans, kept in memory. Every function asks for a fabric that a division stands on. */
export class FabricFiles {
  readonly #fabrics = new LastFew<Fabric>(KEPT);
  readonly #grounds = new LastFew<PlanGround>(KEPT);
  readonly #answers = new LastFew<Uint8Array>(2 * KEPT);

  /** @throws ProblemError 'not-found' */
  async fabric(db: ScopedDatabase, id: number): Promise<Fabric> {
    return this.#fabric(db, id, await keyOf(db, id));
  }

  /** Names the fabric and the state of its ground: differs whenever one of them does. */
  async stateOf(db: ScopedDatabase, fabric: number): Promise<string> {
    return groundKeyOf(db, await keyOf(db, fabric));
  }

  /** @throws ProblemError 'not-found' */
  async ground(db: ScopedDatabase, fabric: number): Promise<PlanGround> {
    const key = await keyOf(db, fabric);
    return this.#ground(db, fabric, key, await groundKeyOf(db, key));
  }

  /** TopoJSON. Its ETag names the day it was made: a database made anew has other fabrics under the same numbers. */
  async topology(db: ScopedDatabase, id: number): Promise<LargeAnswer> {
    const key = await keyOf(db, id);
    return this.#answer(`topology ${key}`, async () => toTopology(await this.#fabric(db, id, key)));
  }

  async groundColumns(db: ScopedDatabase, fabric: number): Promise<LargeAnswer> {
    const key = await keyOf(db, fabric);
    const groundKey = await groundKeyOf(db, key);
    return this.#answer(`ground ${groundKey}`, () => this.#ground(db, fabric, key, groundKey));
  }

  #fabric(db: ScopedDatabase, id: number, key: string): Promise<Fabric> {
    return this.#fabrics.get(key, () => loadFabric(db, db.scope.county, id));
  }

  #ground(db: ScopedDatabase, fabric: number, key: string, groundKey: string): Promise<PlanGround> {
    return this.#grounds.get(groundKey, async () =>
      loadGround(db, db.scope.county, await this.#fabric(db, fabric, key)),
    );
  }

  #answer(key: string, make: () => Promise<unknown>): LargeAnswer {
    return {
      etag: `"${key.replaceAll(' ', '-')}"`,
      body: (encoding) =>
        this.#answers.get(`${encoding} ${key}`, async () =>
          compress(new TextEncoder().encode(JSON.stringify(await make())), encoding),
        ),
    };
  }
}

async function keyOf(db: ScopedDatabase, id: number): Promise<string> {
  const { county } = db.scope;
  const made = await readShownFabric(db, county, id);
  if (!made) throw new ProblemError('not-found', `County ${county} has no fabric ${id} that a division stands on.`);
  return `${county} ${id} ${made.getTime()}`;
}

const groundKeyOf = async (db: ScopedDatabase, key: string): Promise<string> =>
  `${key} ${await readGroundVersion(db, db.scope.county)}`;
