import { type ImportTarget, ORGANIZATION_KINDS, SITE_KINDS } from '../../../api/contract/words.ts';
import { zh } from '../../i18n/zh.ts';

/** The words that an attribute may have, and where their translations stand. */
interface KindWords {
  readonly words: readonly string[];
  /** message key before the word */
  readonly messages: string;
}

const WORDS: Partial<Record<`${ImportTarget}.${string}`, KindWords>> = {
  'sites.kind': { words: SITE_KINDS, messages: 'common:site' },
  'organizations.kind': { words: ORGANIZATION_KINDS, messages: 'common:organization' },
  'buildings.kind': { words: Object.keys(zh.building), messages: 'common:building' },
  'roads.class': { words: Object.keys(zh.road), messages: 'common:road' },
  'water.kind': { words: Object.keys(zh.water), messages: 'common:water' },
  'landuse.kind': { words: Object.keys(zh.landuse), messages: 'common:landuse' },
  'compounds.management': { words: ['company', 'self', 'none', 'unknown'], messages: 'management' },
};

/** null for attributes that take any text or number. */
export const kindWords = (target: ImportTarget, attribute: string): KindWords | null =>
  WORDS[`${target}.${attribute}`] ?? null;
