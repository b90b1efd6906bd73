import type { EditLayer, Photo } from '../contract/thing-edits.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

interface PhotoRow extends Omit<Photo, 'at'> {
  at: Date;
}

const told = (row: PhotoRow): Photo => ({ ...row, at: new Date(row.at).toISOString() });

/** What a thing shows, in the order in which it came. */
export async function listPhotos(db: Db, county: string, layer: EditLayer, thing: number): Promise<Photo[]> {
  const { rows } = await db.query<PhotoRow>(sql`
    select photo.id, media_type as "mediaType", width, height, bytes, caption, thing_photo.at
      from thing_photo
      join photo on photo.county = ${county} and photo.id = photo
     where thing_photo.county = ${county} and thing = ${layer} and thing_id = ${thing}
     order by thing_photo.at, photo.id`);
  return rows.map(told);
}

/** A photo whose file is there already; one that the thing shows already gets the caption. */
export async function insertPhoto(
  tx: Tx,
  county: string,
  account: string | null,
  layer: EditLayer,
  thing: number,
  photo: Omit<Photo, 'at'>,
): Promise<void> {
  const { id, mediaType, width, height, bytes, caption } = photo;
  await tx.query(sql`
    insert into photo (county, id, media_type, width, height, bytes, account)
    values (${county}, ${id}, ${mediaType}, ${width}, ${height}, ${bytes}, ${account}) on conflict do nothing`);
  await tx.query(sql`
    insert into thing_photo (county, thing, thing_id, photo, caption, account)
    values (${county}, ${layer}, ${thing}, ${id}, ${caption}, ${account})
        on conflict (county, thing, thing_id, photo) do update set caption = excluded.caption`);
}

/** @returns false when the thing shows no such photo, or is not the scope's to change */
export async function updateCaption(
  db: Db,
  county: string,
  layer: EditLayer,
  thing: number,
  photo: string,
  caption: string,
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    update thing_photo set caption = ${caption}
     where county = ${county} and thing = ${layer} and thing_id = ${thing} and photo = ${photo}`);
  return rowCount === 1;
}

/** @returns false when the thing shows no such photo, or is not the scope's to change */
export async function deleteThingPhoto(
  db: Db,
  county: string,
  layer: EditLayer,
  thing: number,
  photo: string,
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    delete from thing_photo where county = ${county} and thing = ${layer} and thing_id = ${thing} and photo = ${photo}`);
  return rowCount === 1;
}

export async function readMediaType(db: Db, county: string, photo: string): Promise<Photo['mediaType'] | null> {
  const { rows } = await db.query<{ mediaType: Photo['mediaType'] }>(sql`
    select media_type as "mediaType" from photo where county = ${county} and id = ${photo}`);
  return rows[0]?.mediaType ?? null;
}

/** Takes away, in all counties, what no thing shows any more; the files are the caller's. */
export async function forgetLostPhotos(db: Db): Promise<void> {
  await db.query(sql`select from forget_lost_photos()`);
}

/** Those of the ids that the county knows. */
export async function listKnownPhotos(db: Db, county: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from photo where county = ${county} and id = any (${ids}::text[])`);
  return new Set(rows.map(({ id }) => id));
}
