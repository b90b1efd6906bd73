/** The longer side of what is kept, px: more than any screen shows of a house. */
export const LONGEST_PX = 2048;
const QUALITY = 0.86;

/** A size with the same proportions whose longer side is no longer than `most`; nothing becomes larger. */
export function fitted(width: number, height: number, most: number): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A picture as it is sent: turned upright, no larger than it is worth, without what the camera wrote into it.
 *
 * @returns null for what this browser cannot show (HEIC outside Apple's, a file that is no picture)
 */
export async function shrinkPicture(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (!picture) return null;
  const { width, height } = fitted(picture.width, picture.height, LONGEST_PX);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = '#ffffff'; // JPEG knows no transparency
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}
