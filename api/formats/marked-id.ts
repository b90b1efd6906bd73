/** What an id is of, written before its number: block-1234567890123456. */
export type IdMark = 'block' | 'region';

/** An id as a text: a spreadsheet makes 1.23457E+15 of a number of sixteen digits and loses the last ones for good. */
export const markId = (mark: IdMark, id: number): string => `${mark}-${id}`;

/** The text without its mark; any other text as it is. */
export const unmarkId = (mark: IdMark, text: string): string => text.replace(new RegExp(`^${mark}-(?=\\d+$)`), '');
