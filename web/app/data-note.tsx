import { useTranslation } from 'react-i18next';
import { attributionIn } from '../../api/contract/attribution.ts';
import type { County } from '../../api/contract/counties.ts';
import { useApp } from '../state/store.ts';
import { Popover } from '../ui/popover.tsx';
import styles from './data-note.module.css';
import { shortCredit } from './short-credit.ts';

type Noted = Pick<County, 'demo' | 'attribution' | 'attributionEn'>;

/** What the data are and whose: in short in the bar, as a whole at a press. */
export function DataNote({ county }: { readonly county: Noted }) {
  const { t } = useTranslation();
  const { demo } = county;
  const attribution = attributionIn(
    useApp((state) => state.preferences.language),
    county,
  );
  if (!demo && attribution === '') return null;
  const short = shortCredit(attribution) ?? t(demo ? 'status.dataNote' : 'status.sourcesShort');
  return (
    <Popover
      label={`${t('status.dataNote')}: ${demo ? `${t('status.demo')} ` : ''}${short}`}
      side="above"
      buttonClass={styles.button}
      button={
        <>
          {demo && <span className={styles.demo}>{t('status.demo')}</span>}
          <span className={styles.short}>{short}</span>
        </>
      }
    >
      {() => (
        <div className={styles.note} tabIndex={-1} data-autofocus="">
          <h2 className={styles.title}>{t('status.dataNote')}</h2>
          {demo && <p>{t('status.demoWhy')}</p>}
          {attribution !== '' && (
            <>
              <h3 className={styles.subtitle}>{t('status.sources')}</h3>
              <p>
                <WithLinks text={attribution} />
              </p>
            </>
          )}
        </div>
      )}
    </Popover>
  );
}

/** A licence is read where its address leads. */
const ADDRESS = /(https?:\/\/[^\s()<>，。；]+)/;

const WithLinks = ({ text }: { readonly text: string }) =>
  text.split(ADDRESS).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={part} href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ),
  );
