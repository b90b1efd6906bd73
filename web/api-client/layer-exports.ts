import { type ExportJob, exportJob, exportJobs, type LayerExport } from '../../api/contract/layer-exports.ts';
import { request } from './http.ts';

const path = (county: string, ...rest: string[]): string => ['/api/counties', county, 'exports', ...rest].join('/');

/** What is left out has its default. */
export type LayerWish = Partial<LayerExport> & Pick<LayerExport, 'layer' | 'format'>;

/** Begins to write a layer as a file; ask for the list until it is ready. */
export const beginLayerExport = (county: string, wish: LayerWish): Promise<ExportJob> =>
  request(path(county), exportJob, { method: 'POST', body: wish });

/** The own ones, newest first; each is kept for a day. */
export const listLayerExports = (county: string, signal?: AbortSignal): Promise<readonly ExportJob[]> =>
  request(path(county), exportJobs, { signal }).then((reply) => reply.exports);

/** Stops one that is being written, or throws its file away. */
export const dropLayerExport = (county: string, id: string): Promise<null> =>
  request(path(county, id), null, { method: 'DELETE' });

/** Where the browser gets the file of one that is ready. */
export const layerFileAddress = (county: string, id: string): string => path(county, id, 'file');
