import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Plan, Publication } from '../../../api/contract/plans.ts';
import { today } from '../../../api/contract/today.ts';
import { useFormat } from '../../i18n/format.ts';
import { planStore } from '../../state/plan/plan-store.ts';
import { useComments } from '../../state/plan-comments.ts';
import { useApp } from '../../state/store.ts';
import { suggestEffective } from './effective-date.ts';
import { usePublication } from './publication-query.ts';
import styles from './see-to.module.css';

type Unsettled = Publication['names'][number];

interface Props {
  readonly plan: Plan;
  /** makes way for what is shown */
  leave(): void;
}

/** What nobody has seen to yet, though nothing forbids to go on: names, and comments that are open. */
export function SeeTo({ plan, leave }: Props) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const setPlanTab = useApp((state) => state.setPlanTab);
  const names = usePublication(plan, suggestEffective(today(), plan.base.validFrom)).data?.names ?? [];
  const comments = useComments(plan.id).data ?? [];
  const open = comments.filter(({ replyTo, resolved }) => replyTo === null && !resolved).length;
  if (names.length === 0 && open === 0) return null;
  return (
    <section className={styles.box} aria-label={t('seeTo.title')}>
      <h3 className={styles.title}>{t('seeTo.title')}</h3>
      {(['placeholder', 'other-community'] as const).map((why) => (
        <Names key={why} why={why} names={names.filter((name) => name.why === why)} leave={leave} />
      ))}
      {open > 0 && (
        <p>
          {t('seeTo.comments', { n: format.number(open) })}
          <Button
            type="link"
            size="small"
            onClick={() => {
              setPlanTab('comments');
              leave();
            }}
          >
            {t('seeTo.showComments')}
          </Button>
        </p>
      )}
    </section>
  );
}

interface NamesProps {
  readonly why: Unsettled['why'];
  readonly names: readonly Unsettled[];
  leave(): void;
}

/** Regions by name; pressing one chooses it where it can be renamed, and brings it into view. */
function Names({ why, names, leave }: NamesProps) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const setPlanTab = useApp((state) => state.setPlanTab);
  const flyTo = useApp((state) => state.flyTo);
  if (names.length === 0) return null;
  const show = ({ region, kind, bounds }: Unsettled) => {
    if (kind !== 'county' && kind !== 'street') planStore.setState({ level: kind, regions: [region], target: null });
    setPlanTab('draw');
    if (bounds) flyTo(bounds);
    leave();
  };
  return (
    <div>
      <p>{t(`seeTo.${why}`, { n: format.number(names.length) })}</p>
      <ul className={styles.names}>
        {names.map((unsettled) => (
          <li key={unsettled.region}>
            <Button size="small" onClick={() => show(unsettled)} title={t('showRegion', { name: unsettled.name })}>
              {unsettled.name}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
