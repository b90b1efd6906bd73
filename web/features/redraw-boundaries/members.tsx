import { useTranslation } from 'react-i18next';
import { today } from '../../../api/contract/today.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { planSession } from '../../state/plan/current.ts';
import { type Consent, membersOf } from '../../state/plan/members.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import styles from './members.module.css';
import { useRegionName } from './region-words.ts';
import small from './small-form.module.css';
import { useDraft, useEditable } from './use-plan.ts';

const MOST_NOTE = 120;

/** The communities of a network or union; where a rule asks for their consent, who has agreed, and what is still to be asked. */
export function Members({ grouping }: { readonly grouping: number }) {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  const nameOf = useNameOf();
  const regionName = useRegionName();
  const editable = useEditable();
  const members = useDraft((plan) => membersOf(plan, grouping), [grouping]);
  const asked = useDraft(
    ({ draft, rules }) =>
      rules.some(({ kind, level }) => kind === 'consented' && level === draft.regions.get(grouping)?.kind),
    [grouping],
  );
  if (!members || members.length === 0) return null;
  const silent = members.filter(({ consent }) => consent.kind === 'silent').map(({ region }) => region.id);
  const record = (communities: readonly number[], to: number | null, said: Said = {}): void => {
    const name = communities.length === 1 ? regionName(communities[0]!) : '';
    const key = to === null ? 'takeConsent' : communities.length === 1 ? 'consent' : 'consents';
    const values = { name, n: communities.length, to: regionName(grouping) };
    planSession.execute(
      { key, values },
      communities.map((community) => ({ kind: 'record-consent', community, to, ...said })),
    );
  };
  return (
    <section className={styles.members} aria-label={t('members.title', { n: members.length })}>
      <header className={styles.header}>
        <h4 className={styles.title}>{t('members.title', { n: members.length })}</h4>
        {asked && editable && silent.length > 1 && (
          <Agreed
            label={t('members.allAgreed', { n: silent.length })}
            words={t('members.allAgreed', { n: silent.length })}
            save={(said) => record(silent, grouping, said)}
          />
        )}
      </header>
      <ul>
        {members.map(({ region, households, consent }) => (
          <li key={region.id} className={styles.member}>
            <span className={styles.text}>
              {nameOf(region)}
              <span className={`${styles.about} tabular`} data-consent={asked ? consent.kind : undefined}>
                {asked ? <ConsentWords consent={consent} region={region} /> : format.households(households)}
              </span>
            </span>
            {asked && editable && consent.kind === 'silent' && (
              <Agreed
                label={t('members.agreedOf', { name: nameOf(region) })}
                words={t('members.agreed')}
                save={(said) => record([region.id], grouping, said)}
              />
            )}
            {asked && editable && consent.kind === 'agreed' && (
              <Button
                variant="link"
                aria-label={t('members.takeBackOf', { name: nameOf(region) })}
                onClick={() => record([region.id], null)}
              >
                {t('members.takeBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Said = { on?: string; note?: string };

interface AgreedProps {
  readonly label: string;
  readonly words: string;
  save(said: Said): void;
}

/** Asks when it was agreed, and by whom or where; both may stay empty. */
function Agreed({ label, words, save }: AgreedProps) {
  const { t } = useTranslation('redraw-boundaries');
  return (
    <Popover label={label} button={words} buttonClass={styles.action} align="end">
      {(close) => (
        <form
          className={small.form}
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            const [on, note] = [String(form.get('on')), String(form.get('note')).trim()];
            save({ ...(on && { on }), ...(note && { note }) });
            close();
          }}
        >
          <label className={small.label}>
            {t('members.on')}
            <input className={`${small.field} ${styles.field}`} type="date" name="on" max={today()} data-autofocus="" />
          </label>
          <label className={small.label}>
            {t('members.note')}
            <input
              className={`${small.field} ${styles.field}`}
              name="note"
              maxLength={MOST_NOTE}
              placeholder={t('members.noteExample')}
            />
          </label>
          <Button type="submit" variant="primary">
            {t('members.record')}
          </Button>
        </form>
      )}
    </Popover>
  );
}

interface ConsentProps {
  readonly consent: Consent;
  readonly region: DraftRegion;
}

function ConsentWords({ consent, region: { agreedOn, agreedNote } }: ConsentProps) {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  if (consent.kind !== 'agreed') return t(`members.consent.${consent.kind}`);
  const { by } = consent;
  const recorded = by
    ? t('members.consent.recorded', { who: by.name, at: format.moment(by.at) })
    : t('members.consent.waiting');
  return [t('members.consent.agreed'), agreedOn && format.date(agreedOn), agreedNote, recorded]
    .filter(Boolean)
    .join(' · ');
}
