import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { planSession } from '../../state/plan/current.ts';
import { type Consent, membersOf } from '../../state/plan/members.ts';
import { Button } from '../../ui/button.tsx';
import styles from './members.module.css';
import { useRegionName } from './region-words.ts';
import { useDraft, useEditable } from './use-plan.ts';

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
  const record = (communities: readonly number[], to: number | null): void => {
    const name = communities.length === 1 ? regionName(communities[0]!) : '';
    const key = to === null ? 'takeConsent' : communities.length === 1 ? 'consent' : 'consents';
    const values = { name, n: communities.length, to: regionName(grouping) };
    planSession.execute(
      { key, values },
      communities.map((community) => ({ kind: 'record-consent', community, to })),
    );
  };
  return (
    <section className={styles.members} aria-label={t('members.title', { n: members.length })}>
      <header className={styles.header}>
        <h4 className={styles.title}>{t('members.title', { n: members.length })}</h4>
        {asked && editable && silent.length > 1 && (
          <Button variant="link" onClick={() => record(silent, grouping)}>
            {t('members.allAgreed', { n: silent.length })}
          </Button>
        )}
      </header>
      <ul>
        {members.map(({ region, households, consent }) => (
          <li key={region.id} className={styles.member}>
            <span className={styles.text}>
              {nameOf(region)}
              <span className={`${styles.about} tabular`} data-consent={asked ? consent.kind : undefined}>
                {asked ? <ConsentWords consent={consent} /> : format.households(households)}
              </span>
            </span>
            {asked && editable && consent.kind === 'silent' && (
              <Button
                variant="link"
                aria-label={t('members.agreedOf', { name: nameOf(region) })}
                onClick={() => record([region.id], grouping)}
              >
                {t('members.agreed')}
              </Button>
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

function ConsentWords({ consent }: { readonly consent: Consent }) {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  if (consent.kind !== 'agreed') return t(`members.consent.${consent.kind}`);
  if (!consent.by) return t('members.consent.waiting');
  return t('members.consent.agreed', { who: consent.by.name, at: format.moment(consent.by.at) });
}
