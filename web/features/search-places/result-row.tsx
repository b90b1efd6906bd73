import { BankOutlined, ClusterOutlined, EnvironmentOutlined, HomeOutlined, NodeIndexOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { SearchResult } from '../../../api/contract/things.ts';
import { siteKind } from '../../../api/contract/words.ts';
import { PinIcon } from '../../map/pin-icon.tsx';
import { useThemeName } from '../../state/theme-name.ts';
import { Highlight } from './highlight.tsx';
import styles from './search-box.module.css';

interface Props {
  readonly id: string;
  readonly result: SearchResult;
  readonly active: boolean;
  onPoint(): void;
  onChoose(): void;
}

const WORDS: Readonly<Partial<Record<SearchResult['layer'], string>>> = {
  region: 'kind',
  site: 'site',
  organization: 'organization',
  party_org: 'partyOrg',
};

export function ResultRow({ id, result, active, onPoint, onChoose }: Props) {
  const { t, i18n } = useTranslation('search-places');
  const key = `common:${WORDS[result.layer]}.${result.kind}`;
  const kind = WORDS[result.layer] && i18n.exists(key) ? t(key) : t(`common:thing.${result.layer}`);
  // What has no name shows its address in the place of one.
  const onName = result.matched === 'name' || result.name === result.detail;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox handles the keys
    <div
      id={id}
      className={styles.row}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onMouseMove={onPoint}
      onClick={onChoose}
    >
      <span className={styles.mark} aria-hidden="true">
        <Mark result={result} />
      </span>
      <span className={styles.words}>
        <span className={styles.name}>
          <Highlight text={result.name || t('unnamed')} mark={onName ? result.mark : null} />
        </span>
        {result.detail && result.detail !== result.name && (
          <span className={`${styles.detail} tabular`}>
            <Highlight text={result.detail} mark={onName ? null : result.mark} />
          </span>
        )}
      </span>
      <span className={styles.kind}>{kind}</span>
    </div>
  );
}

function Mark({ result }: { readonly result: SearchResult }) {
  const theme = useThemeName();
  switch (result.layer) {
    case 'site':
      return <PinIcon kind={siteKind.safeParse(result.kind).data ?? 'other'} theme={theme} size={20} />;
    case 'region':
      return <ClusterOutlined />;
    case 'organization':
      return <BankOutlined />;
    case 'building':
    case 'compound':
      return <HomeOutlined />;
    case 'road':
    case 'railway':
    case 'water':
      return <NodeIndexOutlined />;
    default:
      return <EnvironmentOutlined />;
  }
}
