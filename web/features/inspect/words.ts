import { useTranslation } from 'react-i18next';
import type { Selection } from '../../state/selection.ts';

type LinkLayer = Selection['layer'] | 'party_org';

/** Where the words for a layer's kinds stand in the common messages. */
const KIND_WORDS: Readonly<Partial<Record<LinkLayer, string>>> = {
  region: 'kind',
  site: 'site',
  organization: 'organization',
  building: 'building',
  road: 'road',
  water: 'water',
  landuse: 'landuse',
  party_org: 'partyOrg',
};

/** What a thing is called by its kind: 红色楼宇, 住宅; what it is where it has none. */
export function useKindName(): (layer: LinkLayer, kind: string) => string {
  const { t, i18n } = useTranslation();
  return (layer, kind) => {
    const key = `${KIND_WORDS[layer]}.${kind}`;
    return KIND_WORDS[layer] && i18n.exists(key) ? t(key) : t(`thing.${layer}`);
  };
}
