import type { BaseMap, BaseMapId } from '../contract/base-maps.ts';
import { ProblemError } from '../problems.ts';

/** Settings of what lies outside; a map without its key is not offered, and nothing is asked of anybody. */
export interface BaseMapSettings {
  tiandituKey?: string | undefined;
  amapKey?: string | undefined;
  /** in the place of the providers' own hosts: a mirror inside, or a stand-in */
  tiandituUrl?: string | undefined;
  amapUrl?: string | undefined;
}

/** `sheet` counts from 0. */
export interface BaseMapTile {
  sheet: number;
  z: number;
  x: number;
  y: number;
}

interface Provided extends BaseMap {
  address(tile: BaseMapTile): URL;
}

const PATIENCE_MS = 8_000;
/** Ten times what a tile of 256 pixels is. */
const LARGEST_TILE_BYTES = 1_000_000;

/** The raster maps that the settings open: listed for the page, and fetched for it, so that keys stay here. */
export class BaseMaps {
  readonly #provided: ReadonlyMap<BaseMapId, Provided>;

  constructor(settings: BaseMapSettings) {
    const maps = [...tianditu(settings), ...amap(settings)];
    this.#provided = new Map(maps.map((map) => [map.id, map]));
  }

  list(): BaseMap[] {
    return [...this.#provided.values()].map(({ id, datum, sheets, maxZoom }) => ({ id, datum, sheets, maxZoom }));
  }

  /**
   * One picture of a map, as the provider has it.
   *
   * @throws ProblemError not-found for what is not offered or lies outside the world; `away` when the provider does not
   *   answer with a picture
   */
  async tile(id: BaseMapId, tile: BaseMapTile): Promise<{ bytes: ArrayBuffer; type: string }> {
    const map = this.#provided.get(id);
    if (!map) throw new ProblemError('not-found', `The base map ${id} is not set up on this server; see its README.`);
    const size = 2 ** tile.z;
    if (tile.sheet >= map.sheets || tile.z > map.maxZoom || tile.x >= size || tile.y >= size) {
      throw new ProblemError('not-found', `The base map ${id} has no tile ${Object.values(tile).join('/')}.`);
    }
    const failed = (why: string) => new ProblemError('away', `The base map ${id} cannot be had now: ${why}.`);
    let response: Response;
    try {
      response = await fetch(map.address(tile), { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
      if (!response.ok) throw failed(`its server answers ${response.status}`);
      const type = response.headers.get('content-type') ?? '';
      if (!/^image\/(png|jpeg|webp)\b/.test(type)) throw failed('its server sends no picture; look at the key');
      return { bytes: await readUpTo(response, LARGEST_TILE_BYTES), type };
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw failed('its server does not answer');
    }
  }
}

async function readUpTo(response: Response, most: number): Promise<ArrayBuffer> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > most) throw new Error('too large for a tile');
    pieces.push(piece as Uint8Array<ArrayBuffer>);
  }
  return new Blob(pieces).arrayBuffer();
}

/** Spreads tiles over a provider's hosts, the same tile always to the same. */
const oneOf = (hosts: number, { x, y }: BaseMapTile): number => (x + y) % hosts;

/** Tianditu 天地图, the national map service: CGCS2000 on Web Mercator (WMTS matrix set `w`); a map and its words. */
function* tianditu({ tiandituKey, tiandituUrl }: BaseMapSettings): Generator<Provided> {
  if (!tiandituKey) return;
  const sheetsOf = { tianditu: ['vec', 'cva'], 'tianditu-imagery': ['img', 'cia'] } as const;
  for (const [id, sheets] of Object.entries(sheetsOf) as [keyof typeof sheetsOf, readonly string[]][]) {
    yield {
      ...{ id, datum: 'WGS84', sheets: sheets.length, maxZoom: 18 },
      address(tile) {
        const layer = sheets[tile.sheet]!;
        const url = new URL(`${tiandituUrl ?? `https://t${oneOf(8, tile)}.tianditu.gov.cn`}/${layer}_w/wmts`);
        url.search = new URLSearchParams({
          ...{ SERVICE: 'WMTS', REQUEST: 'GetTile', VERSION: '1.0.0', LAYER: layer, STYLE: 'default' },
          ...{
            TILEMATRIXSET: 'w',
            FORMAT: 'tiles',
            TILEMATRIX: `${tile.z}`,
            TILEROW: `${tile.y}`,
            TILECOL: `${tile.x}`,
          },
          tk: tiandituKey,
        }).toString();
        return url;
      },
    };
  }
}

/** AMap 高德: GCJ-02 on Web Mercator; the words are in the map, the imagery has none. */
function* amap({ amapKey, amapUrl }: BaseMapSettings): Generator<Provided> {
  if (!amapKey) return;
  const styleOf = { amap: ['8', 'webrd'], 'amap-imagery': ['6', 'webst'] } as const;
  for (const [id, [style, host]] of Object.entries(styleOf) as [keyof typeof styleOf, readonly [string, string]][]) {
    yield {
      ...{ id, datum: 'GCJ-02', sheets: 1, maxZoom: 18 },
      address(tile) {
        const url = new URL(`${amapUrl ?? `https://${host}0${oneOf(4, tile) + 1}.is.autonavi.com`}/appmaptile`);
        url.search = new URLSearchParams({
          ...{ lang: 'zh_cn', size: '1', scale: '1', style },
          ...{ x: `${tile.x}`, y: `${tile.y}`, z: `${tile.z}`, key: amapKey },
        }).toString();
        return url;
      },
    };
  }
}
