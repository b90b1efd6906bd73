import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { describe, expect, test } from 'vitest';
import { UnreadableFile } from '../../../api/formats/file-features.ts';
import { sourceOf } from '../../../api/formats/gather-bytes.ts';
import { readFlatgeobuf } from '../../../api/formats/read-flatgeobuf.ts';
import { drain } from '../../support/drain.ts';
import { communities } from '../../support/small-files.ts';

const read = (bytes: Uint8Array) => drain(readFlatgeobuf(sourceOf(bytes)));
const written = (): Uint8Array => serialize(communities as never, 4490);

describe('FlatGeobuf', () => {
  test('features with their properties, and the code of the system', async () => {
    const { rows, head } = await read(written());
    expect(rows.map(({ feature }) => feature)).toEqual(
      communities.features.map(({ geometry, properties }, i) => ({ row: i + 1, geometry, properties })),
    );
    expect(head).toMatchObject({ format: 'flatgeobuf', crs: { kind: 'code', code: 'EPSG:4490' }, faults: [] });
  });

  test('cut off anywhere it is refused, or gives the rows that are whole', async () => {
    const bytes = written();
    for (let length = 8; length < bytes.length; length += 7)
      await read(bytes.slice(0, length)).then(
        ({ rows }) => expect(rows.length).toBeLessThanOrEqual(2),
        (error) => expect(error).toBeInstanceOf(UnreadableFile),
      );
  });

  test('lengths that lie reserve nothing', async () => {
    const bytes = written();
    new DataView(bytes.buffer).setUint32(8, 0xffff_fff0, true);
    await expect(read(bytes)).rejects.toThrow(UnreadableFile);
  });
});
