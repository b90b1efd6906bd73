import { describe, expect, test } from 'vitest';
import { cleanImage } from '../../../api/formats/image-metadata.ts';
import { jpeg, plainPng, png, SECRET, webp } from '../../support/small-pictures.ts';

const cleaned = (file: Buffer) => {
  const image = cleanImage(file);
  if (!image.ok) throw new Error(image.reason);
  return { ...image, text: Buffer.from(image.bytes).toString('latin1') };
};

describe('a picture without its metadata', () => {
  test.each([
    ['JPEG', jpeg()],
    ['PNG', png()],
    ['WebP', webp()],
  ])('%s: nothing is left of what the camera wrote, and once cleaned it stays as it is', (_, file) => {
    expect(file.toString('latin1')).toContain(SECRET);
    const { text, bytes } = cleaned(file);
    for (const word of [SECRET, 'iPhone', 'xap', 'Photoshop', 'MPF', 'tEXt', 'tIME', 'XMP'])
      expect(text).not.toContain(word);
    expect(Buffer.from(cleaned(Buffer.from(bytes)).bytes)).toEqual(Buffer.from(bytes));
  });

  test('JPEG: the picture, its colours and how it is to be turned are left; its sides are those that are shown', () => {
    const { text, ...image } = cleaned(jpeg(6));
    expect(image).toMatchObject({ mediaType: 'image/jpeg', width: 3, height: 5 });
    for (const kept of ['JFIF', 'ICC_PROFILE', 'Exif']) expect(text).toContain(kept);
    expect([text.slice(-5), text.includes('\x01\x02\xff\x00\x03\xff\xd3\x04')]).toEqual(['\x05\x06\x07\xff\xd9', true]);
    const upright = cleaned(jpeg(1));
    expect(upright).toMatchObject({ width: 5, height: 3 });
    expect(upright.text).not.toContain('Exif');
  });

  test('PNG: byte for byte the plain one; turned, it says so and nothing else', () => {
    expect(Buffer.from(cleaned(png(1)).bytes)).toEqual(plainPng);
    const turned = cleaned(png(8));
    expect(turned).toMatchObject({ mediaType: 'image/png', width: 2, height: 3 });
    expect(turned.bytes.length).toBe(plainPng.length + 12 + 26);
  });

  test('WebP: the length and the marks of what is inside are true again', () => {
    const { bytes } = cleaned(webp(1));
    const file = Buffer.from(bytes);
    expect([file.readUInt32LE(4), file.length % 2, file.readUInt8(20)]).toEqual([file.length - 8, 0, 0]);
    const turned = Buffer.from(cleaned(webp(3)).bytes);
    expect([turned.readUInt8(20), turned.toString('latin1').includes('EXIF')]).toEqual([0x08, true]);
  });

  test('what is cut off anywhere, is another kind, or moves is refused with the reason', () => {
    for (const file of [jpeg(), png(), webp()]) {
      const end = file.length - SECRET.length - 30;
      for (let length = 0; length < end; length++) {
        const image = cleanImage(file.subarray(0, length));
        if (image.ok) expect(length, image.mediaType).toBeGreaterThan(100);
      }
    }
    expect(cleanImage(jpeg().subarray(0, 300))).toEqual({ ok: false, reason: 'damaged' });
    expect(cleanImage(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'))).toEqual({ ok: false, reason: 'heic' });
    expect(cleanImage(Buffer.from('GIF89a and more', 'latin1'))).toEqual({ ok: false, reason: 'kind' });
    expect(cleanImage(Buffer.from('<svg onload="alert(1)"/>'))).toEqual({ ok: false, reason: 'kind' });
    const moving = Buffer.from('RIFF\x0c\0\0\0WEBPANIM\0\0\0\0', 'latin1');
    expect(cleanImage(moving)).toEqual({ ok: false, reason: 'kind' });
  });

  test('bytes at random are refused, never worse', () => {
    for (const file of [jpeg(), png(), webp()])
      for (let at = 4; at < file.length; at++) {
        const spoilt = Buffer.from(file);
        spoilt[at] = (spoilt[at]! * 31 + 7 * at) & 0xff;
        expect(() => cleanImage(spoilt)).not.toThrow();
      }
  });
});
