import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { type SmallTown, smallTown } from './small-town.ts';
import type { Visitor } from './visitor.ts';
import { openApp, type WholeApp } from './whole-app.ts';

/** A link of OGC API. */
export interface OgcLink {
  rel: string;
  href: string;
  type?: string;
}
export interface OgcFeature {
  id: number;
  geometry: { type: string; coordinates: never };
  properties: Record<string, string | number | boolean | null>;
  links?: OgcLink[];
}
export interface OgcPage {
  numberMatched?: number;
  numberReturned: number;
  timeStamp: string;
  links: OgcLink[];
  features: OgcFeature[];
}

export interface OgcTown {
  town: SmallTown;
  app: WholeApp;
  viewer: Visitor;
  /** the answer to a GET below /ogc/county, as the viewer */
  get(path: string): Promise<Response>;
  json<T = OgcPage>(path: string): Promise<T>;
  close(): Promise<void>;
}

/** A small town whose open interface is asked by its viewer. */
export async function ogcTown(database: OpenedDatabase, code: string): Promise<OgcTown> {
  const town = await smallTown(database, code);
  const app = await openApp(database);
  const viewer = await app.somebody(code);
  const get = (path: string): Promise<Response> => viewer.get(`/ogc/${code}${path}`);
  const json = async <T>(path: string): Promise<T> => (await (await get(path)).json()) as T;
  return { town, app, viewer, get, json, close: () => app.close() };
}

/** Listens on a free port of this machine. */
export async function listen({ app }: WholeApp): Promise<{ origin: string; close: () => Promise<void> }> {
  const [server, { port }] = await new Promise<[ServerType, AddressInfo]>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info: AddressInfo) =>
      resolve([server, info]),
    );
  });
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { origin: `http://127.0.0.1:${port}`, close };
}

export const linkOf = (links: readonly OgcLink[], rel: string): string | undefined =>
  links.find((link) => link.rel === rel)?.href;

/** Path and query below /ogc/county of an address that the interface gave. */
export const within = (href: string, code: string): string => href.slice(href.indexOf(`/ogc/${code}`) + 11);
