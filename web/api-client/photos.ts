import { type EditLayer, type Photo, photos } from '../../api/contract/thing-edits.ts';
import { request } from './http.ts';
import { type UploadOptions, upload } from './upload.ts';

const thingPhotos = (county: string, layer: EditLayer, id: number): string =>
  `/api/counties/${county}/things/${layer}/${id}/photos`;

/** Where the file of a photo is. */
export const photoUrl = (county: string, photo: string): string => `/api/counties/${county}/photos/${photo}`;

/** Photos of a thing, the oldest first. */
export const getPhotos = async (
  county: string,
  layer: EditLayer,
  id: number,
  signal?: AbortSignal,
): Promise<readonly Photo[]> => (await request(thingPhotos(county, layer, id), photos, { signal })).photos;

/** @returns all photos of the thing; @throws ApiError where the file is no picture, too large, or there are enough */
export const addPhoto = async (
  county: string,
  layer: EditLayer,
  id: number,
  file: Blob,
  options?: UploadOptions,
): Promise<readonly Photo[]> => (await upload(thingPhotos(county, layer, id), file, photos, options)).photos;

/** @returns all photos of the thing */
export const captionPhoto = async (
  county: string,
  layer: EditLayer,
  id: number,
  photo: string,
  caption: string,
): Promise<readonly Photo[]> => {
  const path = `${thingPhotos(county, layer, id)}/${photo}`;
  return (await request(path, photos, { method: 'PATCH', body: { caption } })).photos;
};

/** @returns what is left */
export const removePhoto = async (
  county: string,
  layer: EditLayer,
  id: number,
  photo: string,
): Promise<readonly Photo[]> =>
  (await request(`${thingPhotos(county, layer, id)}/${photo}`, photos, { method: 'DELETE' })).photos;
