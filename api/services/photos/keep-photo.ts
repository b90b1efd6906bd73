import type { AuditAction } from '../../contract/audit.ts';
import type { EditLayer, Photo } from '../../contract/thing-edits.ts';
import { MOST_PHOTO_BYTES } from '../../contract/thing-edits.ts';
import { writeAudit } from '../../db/audit.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { deleteThingPhoto, insertPhoto, listPhotos, updateCaption } from '../../db/photos.ts';
import { type EditRow, readEditRows } from '../../db/thing-edits.ts';
import { cleanImage } from '../../formats/image-metadata.ts';
import { ProblemError } from '../../problems.ts';
import { outsideRegion } from '../things/check-fields.ts';
import { noSuchThing } from '../things/keeper.ts';
import { writePhoto } from './photo-files.ts';

const MOST_PHOTOS = 20;
/** A browser holds four bytes for each of them, however small the file. */
const MOST_PIXELS = 100_000_000;

/** @throws ProblemError 'not-found' for a thing that is not seen */
export async function photosOf(db: ScopedDatabase, layer: EditLayer, thing: number): Promise<Photo[]> {
  await requireThing(db, layer, thing);
  return listPhotos(db, db.scope.county, layer, thing);
}

/**
 * Keeps a photo of a thing, without what the camera wrote into the file.
 *
 * @param folder  of all photos
 * @throws ProblemError 'file-too-large', 'unreadable-file' for what is no picture, 'forbidden' outside the own region
 */
export async function keepPhoto(
  db: ScopedDatabase,
  folder: string,
  layer: EditLayer,
  thing: number,
  sent: ReadableStream<Uint8Array> | null,
  caption: string,
): Promise<Photo[]> {
  const { county, account = null } = db.scope;
  await requireOwn(db, layer, thing);
  const image = cleanImage(await readAll(sent));
  if (!image.ok) throw unreadable(image.reason);
  const { mediaType, width, height, bytes } = image;
  if (width * height > MOST_PIXELS)
    throw new ProblemError('file-too-large', `The picture has ${width} × ${height} pixels; make it smaller.`, {
      ...{ reason: 'photo-large', values: { width, height } },
    });
  const before = await listPhotos(db, county, layer, thing);
  if (before.length >= MOST_PHOTOS)
    throw new ProblemError('conflict', `The ${layer} shows ${MOST_PHOTOS} photos already; take one away first.`, {
      ...{ reason: 'photos-enough', values: { n: MOST_PHOTOS } },
    });
  const id = await writePhoto(folder, county, bytes);
  await db.transaction(async (tx) => {
    const photo = { id, mediaType, width, height, bytes: bytes.length, caption };
    await insertPhoto(tx, county, account, layer, thing, photo);
    await audit(tx, db, 'photo.add', layer, thing, id);
  });
  return listPhotos(db, county, layer, thing);
}

/** @throws ProblemError 'not-found' when the thing shows no such photo, 'forbidden' outside the own region */
export async function captionPhoto(
  db: ScopedDatabase,
  layer: EditLayer,
  thing: number,
  photo: string,
  caption: string,
): Promise<Photo[]> {
  const { county } = db.scope;
  await requireOwn(db, layer, thing);
  await db.transaction(async (tx) => {
    if (!(await updateCaption(tx, county, layer, thing, photo, caption))) throw noSuchPhoto(county);
    await audit(tx, db, 'photo.caption', layer, thing, photo);
  });
  return listPhotos(db, county, layer, thing);
}

/** The file goes with the next sweep, unless another thing shows it. Throws what `captionPhoto` throws. */
export async function removePhoto(
  db: ScopedDatabase,
  layer: EditLayer,
  thing: number,
  photo: string,
): Promise<Photo[]> {
  const { county } = db.scope;
  await requireOwn(db, layer, thing);
  await db.transaction(async (tx) => {
    if (!(await deleteThingPhoto(tx, county, layer, thing, photo))) throw noSuchPhoto(county);
    await audit(tx, db, 'photo.remove', layer, thing, photo);
  });
  return listPhotos(db, county, layer, thing);
}

export const noSuchPhoto = (county: string): ProblemError =>
  new ProblemError('not-found', `County ${county} has no such photo; it may have been taken away.`, {
    reason: 'no-photo',
  });

async function requireThing(db: ScopedDatabase, layer: EditLayer, thing: number): Promise<EditRow> {
  const row = (await readEditRows(db, db.scope.county, layer, [thing])).get(thing);
  if (!row) throw noSuchThing(db.scope.county, layer, thing);
  return row;
}

async function requireOwn(db: ScopedDatabase, layer: EditLayer, thing: number): Promise<void> {
  if (!(await requireThing(db, layer, thing)).own) throw outsideRegion(0, layer);
}

const audit = (
  tx: Parameters<typeof writeAudit>[0],
  { scope }: ScopedDatabase,
  action: AuditAction,
  layer: EditLayer,
  thing: number,
  photo: string,
): Promise<void> =>
  writeAudit(tx, {
    ...{ county: scope.county, account: scope.account ?? null, role: scope.role, action },
    ...{ object: `${layer} ${thing}`, detail: { photo } },
  });

async function readAll(sent: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (sent ?? []) as AsyncIterable<Uint8Array>) {
    length += part.byteLength;
    if (length > MOST_PHOTO_BYTES) {
      const mb = MOST_PHOTO_BYTES / 1024 / 1024;
      throw new ProblemError('file-too-large', `A photo may have ${mb} MB at the most; make it smaller.`, {
        ...{ reason: 'photo-limit', values: { mb } },
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const UNREADABLE = {
  kind: ['photo-kind', 'It is no JPEG, PNG or WebP picture, or it moves; save it as one of them.'],
  heic: ['photo-heic', 'HEIC and AVIF pictures are not taken; save it as JPEG.'],
  damaged: ['photo-damaged', 'The picture is damaged or cut off; copy it again.'],
} as const;

function unreadable(why: keyof typeof UNREADABLE): ProblemError {
  const [reason, detail] = UNREADABLE[why];
  return new ProblemError('unreadable-file', detail, { reason });
}
