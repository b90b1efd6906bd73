import { createCipheriv, createDecipheriv, createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Takes 64 MB and a quarter of a second: guessing passphrases is dear. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

export const newSalt = (): string => randomBytes(16).toString('base64');

export const keyOf = (passphrase: string, salt: string): Buffer =>
  scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, COST);

export const sealOf = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('hex');

export const isSeal = (key: Buffer, text: string, seal: string): boolean => {
  const own = Buffer.from(sealOf(key, text));
  const given = Buffer.from(seal);
  return own.length === given.length && timingSafeEqual(own, given);
};

/**
 * Encrypts a part with AES-256-GCM: 12 bytes of initialisation vector, the text, 16 bytes of tag. The name is bound
 * to it, so that parts cannot change places.
 */
export function encrypting(key: Buffer, name: string): Transform {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  let begun = false;
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      if (!begun) this.push(iv);
      begun = true;
      done(null, cipher.update(bytes));
    },
    flush(done) {
      if (!begun) this.push(iv);
      this.push(cipher.final());
      done(null, cipher.getAuthTag());
    },
  });
}

/** The text of a part that {@link encrypting} wrote into a file; the stream fails where it was changed. */
export async function decrypted(key: Buffer, name: string, path: string): Promise<Readable> {
  const { size } = await stat(path);
  const file = await open(path);
  const iv = Buffer.alloc(IV_BYTES);
  const tag = Buffer.alloc(TAG_BYTES);
  try {
    await file.read(iv, 0, IV_BYTES, 0);
    await file.read(tag, 0, TAG_BYTES, Math.max(0, size - TAG_BYTES));
  } finally {
    await file.close();
  }
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name)).setAuthTag(tag);
  const text = createReadStream(path, { start: IV_BYTES, end: size - TAG_BYTES - 1 });
  text.on('error', (error) => decipher.destroy(error));
  return text.pipe(decipher);
}
