/** What fits beside the scale bar of a phone, in characters. */
const LONGEST = 36;

/**
 * The part of a county's sources that has to be seen without a press: who holds the rights, without the licence.
 *
 * @param attribution  sources, `; ` between them; may be empty
 * @returns            null when nobody is named with ©, or more than the bar holds: it is never cut
 */
export function shortCredit(attribution: string): string | null {
  const holders = [...attribution.matchAll(/©[^,;，；。(（]*/g)].map(([holder]) => holder.trim());
  const credit = [...new Set(holders)].join(' ');
  return credit !== '' && credit.length <= LONGEST ? credit : null;
}
