import { stat } from 'node:fs/promises';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { scopeFor } from '../auth/actor.ts';
import { editLayer, PHOTO_TYPES, photo, photoCaption, photos } from '../contract/thing-edits.ts';
import type { Database } from '../db/database.ts';
import { readMediaType } from '../db/photos.ts';
import type { AppEnv } from '../http-env.ts';
import { captionPhoto, keepPhoto, noSuchPhoto, photosOf, removePhoto } from '../services/photos/keep-photo.ts';
import { photoPath } from '../services/photos/photo-files.ts';
import { KEEP_THINGS } from '../services/things/keeper.ts';
import { sendFile } from './attachment.ts';
import { answers, countyParam, idText, privately, valid } from './validate.ts';

const thingParam = countyParam.extend({ layer: editLayer, id: idText });
const photoParam = thingParam.extend({ photo: photo.shape.id });
const captionQuery = z.strictObject({ caption: photoCaption.shape.caption.default('') });

/** Photos are larger than other requests; the general limit leaves them to the service. */
export const isPhoto = (method: string, path: string): boolean =>
  method === 'POST' && /^\/api\/counties\/\d{6}\/things\/[a-z_]+\/\d+\/photos$/.test(path);

/** Mounted at /api/counties: photographs of things. */
export const photoRoutes = ({ database, folder }: { database: Database; folder: string }) =>
  new Hono<AppEnv>()
    .get(
      '/:county/things/:layer/:id/photos',
      describeRoute({
        tags: ['editing'],
        summary: 'Photos of a thing',
        responses: answers(photos, 'The oldest first'),
      }),
      valid('param', thingParam),
      async (c) => {
        const { county, layer, id } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), county));
        privately(c);
        return c.json({ photos: await photosOf(db, layer, id) });
      },
    )
    .post(
      '/:county/things/:layer/:id/photos',
      describeRoute({
        tags: ['editing'],
        summary: 'Add a photo; what the camera wrote into the file is taken out',
        requestBody: {
          required: true,
          description: 'The file itself, up to 10 MB',
          content: Object.fromEntries(
            PHOTO_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
          ),
        },
        responses: { 201: answers(photos, 'All photos of the thing')[200], ...answers(photos, '') },
      }),
      valid('param', thingParam),
      valid('query', captionQuery),
      async (c) => {
        const { county, layer, id } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), county, KEEP_THINGS));
        const { caption } = c.req.valid('query');
        return c.json({ photos: await keepPhoto(db, folder, layer, id, c.req.raw.body, caption) }, 201);
      },
    )
    .patch(
      '/:county/things/:layer/:id/photos/:photo',
      describeRoute({ tags: ['editing'], summary: 'Another caption', responses: answers(photos, 'All of the thing') }),
      valid('param', photoParam),
      valid('json', photoCaption),
      async (c) => {
        const { county, layer, id, photo } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), county, KEEP_THINGS));
        return c.json({ photos: await captionPhoto(db, layer, id, photo, c.req.valid('json').caption) });
      },
    )
    .delete(
      '/:county/things/:layer/:id/photos/:photo',
      describeRoute({ tags: ['editing'], summary: 'Take a photo away', responses: answers(photos, 'What is left') }),
      valid('param', photoParam),
      async (c) => {
        const { county, layer, id, photo } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), county, KEEP_THINGS));
        return c.json({ photos: await removePhoto(db, layer, id, photo) });
      },
    )
    .get(
      '/:county/photos/:photo',
      describeRoute({
        tags: ['editing'],
        summary: 'The file of a photo',
        responses: {
          200: {
            description: 'The picture, as it was kept',
            content: Object.fromEntries(
              PHOTO_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
            ),
          },
          default: answers(photos, '').default,
        },
      }),
      valid('param', countyParam.extend({ photo: photo.shape.id })),
      async (c) => {
        const { county, photo } = c.req.valid('param');
        const mediaType = await readMediaType(database.as(scopeFor(c.get('actor'), county)), county, photo);
        const path = photoPath(folder, county, photo);
        const size =
          mediaType &&
          (await stat(path).then(
            (file) => file.size,
            () => null,
          ));
        if (!mediaType || size === null) throw noSuchPhoto(county);
        c.header('content-type', mediaType);
        c.header('cache-control', 'private, max-age=31536000, immutable'); // the address is the hash of what is there
        return sendFile(c, { path, size });
      },
    );
