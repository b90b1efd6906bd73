const IMPORTED = '导入的区划 ';

/** What a division is called that an import made, and nobody has named. @param day  its first day, yyyy-mm-dd */
export const importedTitle = (day: string): string => `${IMPORTED}${day}`;

/** The day in such a title, so that a page can say it in another language; null for a title that somebody gave. */
export function importedDay(title: string): string | null {
  const day = title.startsWith(IMPORTED) ? title.slice(IMPORTED.length) : '';
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}
