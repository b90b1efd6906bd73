import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compressFiles } from '../../../api/cli/compress-files.ts';

const SCRIPT = 'const answer = 42;\n'.repeat(200);

describe('compressing the built web app', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tongxin-'));
    mkdirSync(join(folder, 'assets'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('text has a .br and a .gz beside it, in folders too, and stays itself', async () => {
    writeFileSync(join(folder, 'assets', 'app.js'), SCRIPT);
    await compressFiles(folder);
    const read = (suffix: string) => readFileSync(join(folder, 'assets', `app.js${suffix}`));
    expect(read('').toString()).toBe(SCRIPT);
    expect(brotliDecompressSync(read('.br')).toString()).toBe(SCRIPT);
    expect(gunzipSync(read('.gz')).toString()).toBe(SCRIPT);
    expect(read('.br').byteLength).toBeLessThan(SCRIPT.length / 10);
  });

  test('fonts, pictures and very small files stay alone', async () => {
    writeFileSync(join(folder, 'letters.woff2'), SCRIPT);
    writeFileSync(join(folder, 'picture.png'), SCRIPT);
    writeFileSync(join(folder, 'small.js'), 'void 0;');
    await compressFiles(folder);
    expect(readdirSync(folder).sort()).toEqual(['assets', 'letters.woff2', 'picture.png', 'small.js']);
  });
});
