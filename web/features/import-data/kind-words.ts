import { ATTRIBUTE_WORDS } from '../../../api/contract/site-kinds.ts';
import { type ImportTarget, ORGANIZATION_KINDS, SITE_KINDS } from '../../../api/contract/words.ts';
import { zh } from '../../i18n/zh.ts';

/** The words that an attribute may have, and where their translations stand. */
interface KindWords {
  readonly words: readonly string[];
  /** message key before the word */
  readonly messages: string;
  /** what an attribute is that no field fills */
  readonly otherwise: 'byTags' | 'leaveEmpty';
}

const WORDS: Partial<Record<`${ImportTarget}.${string}`, Omit<KindWords, 'otherwise'>>> = {
  'sites.kind': { words: SITE_KINDS, messages: 'common:site' },
  'organizations.kind': { words: ORGANIZATION_KINDS, messages: 'common:organization' },
  'buildings.kind': { words: Object.keys(zh.building), messages: 'common:building' },
  'roads.class': { words: Object.keys(zh.road), messages: 'common:road' },
  'water.kind': { words: Object.keys(zh.water), messages: 'common:water' },
  'landuse.kind': { words: Object.keys(zh.landuse), messages: 'common:landuse' },
  'compounds.management': { words: ['company', 'self', 'none', 'unknown'], messages: 'management' },
};

/** null for attributes that take any text or number. */
export function kindWords(target: ImportTarget, attribute: string): KindWords | null {
  const kinds = WORDS[`${target}.${attribute}`];
  if (kinds) return { ...kinds, otherwise: 'byTags' };
  if (!Object.hasOwn(ATTRIBUTE_WORDS, attribute)) return null;
  const words = Object.keys(ATTRIBUTE_WORDS[attribute as keyof typeof ATTRIBUTE_WORDS]);
  return { words, messages: `common:attributeWord.${attribute}`, otherwise: 'leaveEmpty' };
}
