/** What the page is written in. */
export const pageFamily = (): string => getComputedStyle(document.body).fontFamily;

/**
 * Waits for the letters of a text. Where the system has no Chinese ones, ours come in slices, and a canvas draws boxes
 * for those that are not there yet.
 */
export async function loadLetters(family: string, text: string): Promise<void> {
  const letters = [...new Set(text)].join('');
  await Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 32px ${family}`, letters)));
}
