/** Who must be named for a county's data; what nobody translated stands for both languages. */
interface Credited {
  readonly attribution: string;
  readonly attributionEn: string;
}

export const attributionIn = (language: 'zh' | 'en', { attribution, attributionEn }: Credited): string =>
  (language === 'en' && attributionEn) || attribution;

/** For files and tiles, which are read in either language. */
export const attributionInBoth = ({ attribution, attributionEn }: Credited): string =>
  [attribution, attributionEn].filter(Boolean).join(' ');
