/** The smallest towns of the demo counties that have ground for all their communities: a share of the county's own size. */
const SCALES: Readonly<Record<string, number>> = { '310101': 1, '990004': 1 };
export const smallScale = (code: string): number => SCALES[code] ?? 0.2;
