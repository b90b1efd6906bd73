import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DivisionSummary } from '../../../api/contract/counties.ts';
import { dayBefore, today } from '../../../api/contract/today.ts';
import { useDivisionTitle } from '../../i18n/division-title.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Section } from '../../ui/section.tsx';
import styles from './division-history.module.css';

/** Every division the county had, has or will have, newest first; any of them can be shown. */
export function DivisionHistory() {
  const { t } = useTranslation('manage-plans');
  const county = useCounty().data;
  if (!county || county.divisions.length === 0) return null;
  const divisions = [...county.divisions].sort((a, b) => b.validFrom.localeCompare(a.validFrom));
  return (
    <Section title={t('history.title')} extra={<span className="tabular">{divisions.length}</span>}>
      <ol className={styles.list}>
        {divisions.map((division, index) => (
          <Division
            key={division.id}
            division={division}
            shown={county.division?.id === division.id}
            before={divisions[index + 1] ?? null}
          />
        ))}
      </ol>
    </Section>
  );
}

type Time = 'past' | 'now' | 'future';

function timeOf({ validFrom, validTo }: DivisionSummary, today: string): Time {
  if (today < validFrom) return 'future';
  return validTo !== null && validTo <= today ? 'past' : 'now';
}

interface Props {
  readonly division: DivisionSummary;
  readonly shown: boolean;
  /** the one that it took the place of */
  readonly before: DivisionSummary | null;
}

function Division({ division, shown, before }: Props) {
  const { t } = useTranslation('manage-plans');
  const format = useFormat();
  const setDate = useApp((state) => state.setDate);
  const compare = useApp((state) => state.compare);
  const announce = useApp((state) => state.announce);
  const time = timeOf(division, today());
  const { validFrom, validTo } = division;
  const name = useDivisionTitle()(division.name);
  const show = () => {
    setDate(time === 'now' ? null : validFrom);
    announce(t('history.shown', { name }));
  };
  return (
    <li className={styles.division} data-time={time}>
      <span className={styles.name}>
        {name}
        {time !== 'past' && <Badge tone={time === 'now' ? 'green' : 'violet'}>{t(`history.${time}`)}</Badge>}
      </span>
      <span className={`${styles.dates} tabular`}>
        {t(validTo ? 'history.range' : 'history.open', {
          from: format.date(validFrom),
          to: validTo ? format.date(dayBefore(validTo)) : '',
        })}
      </span>
      <span className={styles.actions}>
        <Button size="small" type="link" disabled={shown} onClick={show}>
          {t(shown ? 'history.isShown' : 'history.show')}
        </Button>
        {before && (
          <Button
            size="small"
            type="link"
            onClick={() => compare({ kind: 'division', id: before.id }, { kind: 'division', id: division.id })}
          >
            {t('history.compare')}
          </Button>
        )}
      </span>
    </li>
  );
}
