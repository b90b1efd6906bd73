import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanLevel, Rule } from '../../../api/contract/plans.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import {
  blocksOfPlace,
  evaluateRules,
  type Finding,
  type FindingPlace,
  type Verdict,
} from '../../../geo/divide/rules.ts';
import { useFormat } from '../../i18n/format.ts';
import { planSession } from '../../state/plan/current.ts';
import { fragmentsOf, loosePieces, mendEdits } from '../../state/plan/mend.ts';
import { isGrouping } from '../../state/plan/paint.ts';
import { boundsOfBlocks } from '../../state/plan/places.ts';
import { openState, planStore, usePlan } from '../../state/plan/plan-store.ts';
import type { CurrentPlan } from '../../state/plan/session.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Exempt, Exemptions, exemptRegions } from './exemptions.tsx';
import { Part } from './part.tsx';
import { useRegionName } from './region-words.ts';
import styles from './rule-panel.module.css';
import { useDraft, useEditable } from './use-plan.ts';

const ICONS: Readonly<Record<Verdict, ComponentType>> = {
  passed: CheckCircleOutlined,
  attention: ExclamationCircleOutlined,
  broken: CloseCircleOutlined,
  'not-evaluated': QuestionCircleOutlined,
};
const ORDER: readonly Verdict[] = ['broken', 'attention', 'not-evaluated', 'passed'];
/** More places than these are told by their number. */
const MOST_PLACES = 12;

/** Groupings leave grids and communities as they are, and these leave the groupings. */
const isAbout =
  (planned: PlanLevel) =>
  ({ level }: Rule): boolean =>
    isGrouping(planned) ? level === planned : !isGrouping(level);

/** One row a rule: what it says, how it stands, where it is not kept, and the mend where there is one. */
export function RulePanel() {
  const { t } = useTranslation('redraw-boundaries');
  const level = usePlan((state) => openState(state)?.plan.level ?? 'community');
  const findings = useDraft(
    ({ draft, base, rules }) =>
      evaluateRules(draft, base.facts, rules.filter(isAbout(level)))
        .map((finding) => ({ finding, rule: rules.find(({ id }) => id === finding.rule)! }))
        .sort((a, b) => ORDER.indexOf(a.finding.verdict) - ORDER.indexOf(b.finding.verdict)),
    [level],
  );
  if (!findings || findings.length === 0) return null;
  const broken = findings.filter(({ finding, rule }) => rule.hard && finding.verdict === 'broken').length;
  return (
    <Part
      title={t('rules.title')}
      extra={
        <span className={styles.sum} data-verdict={broken > 0 ? 'broken' : 'passed'}>
          {broken > 0 ? t('rules.hardBroken', { n: broken }) : t('rules.submittable')}
        </span>
      }
    >
      <ul className={styles.rules}>
        {findings.map(({ finding, rule }) => (
          <RuleRow key={rule.id} finding={finding} rule={rule} />
        ))}
      </ul>
    </Part>
  );
}

function RuleRow({ finding, rule }: { readonly finding: Finding; readonly rule: Rule }) {
  const { t } = useTranslation('redraw-boundaries');
  const Icon = ICONS[finding.verdict];
  const { places } = finding;
  const exempt = useDraft((plan) => (rule.kind === 'contiguous' ? exemptRegions(plan, rule.level) : []), [rule]) ?? [];
  const level = t(`common:kind.${rule.level}`).toLowerCase();
  const text = t(`rule.${rule.kind}`, { ...rule.params, level });
  return (
    <li>
      <details>
        <summary className={styles.rule}>
          <span className={styles.icon} data-verdict={finding.verdict} aria-hidden="true">
            <Icon />
          </span>
          <span className={styles.text}>
            {text}
            <span className={styles.verdict}>
              {t(`verdict.${finding.verdict}`, { n: places.length })} · {t(rule.hard ? 'rules.hard' : 'rules.soft')}
              {exempt.length > 0 && ` · ${t('exempt.count', { n: exempt.length })}`}
            </span>
          </span>
        </summary>
        <p className={styles.source}>
          {t('rules.source')} <span lang="zh-CN">{rule.source}</span>
        </p>
        {places.length > 0 && <Places rule={rule} places={places} />}
        <Exemptions regions={exempt} />
      </details>
    </li>
  );
}

function Places({ rule, places }: { readonly rule: Rule; readonly places: readonly FindingPlace[] }) {
  const { t } = useTranslation('redraw-boundaries');
  const format = useFormat();
  const regionName = useRegionName();
  const editable = useEditable();
  const flyTo = useApp((state) => state.flyTo);
  const show = (place: FindingPlace): void => {
    const plan = planSession.current();
    if (!plan) return;
    const { region } = place;
    const blocks = blocksOfPlace(plan.draft, plan.base.facts, rule, place);
    const at = blocks.length > 0 ? blocks : region === null ? [] : blocksWithin(plan.draft, region);
    const bounds = boundsOfBlocks(plan.draft.fabric, at);
    if (bounds) flyTo(bounds);
    if (region !== null) planStore.setState({ regions: [region] });
  };
  const mendable = editable && (rule.kind === 'contiguous' || rule.kind === 'assigned');
  return (
    <ul className={styles.places}>
      {places.slice(0, MOST_PLACES).map((place) => (
        <li key={`${place.region}`} className={styles.place}>
          <span>
            {place.region === null ? t('target.unassigned') : regionName(place.region)}
            <span className={`${styles.value} tabular`}>
              {t(`rules.value.${rule.kind}`, { n: format.number(place.value) })}
            </span>
          </span>
          <Button variant="link" onClick={() => show(place)}>
            {t('showPlace')}
          </Button>
          {mendable && <Mend rule={rule} place={place} />}
          {editable && rule.kind === 'contiguous' && place.region !== null && <Exempt region={place.region} />}
        </li>
      ))}
      {places.length > MOST_PLACES && (
        <li className={styles.more}>{t('common:action.more', { n: places.length - MOST_PLACES })}</li>
      )}
    </ul>
  );
}

function mendOf({ draft, base, replica: { scope } }: CurrentPlan, rule: Rule, place: FindingPlace) {
  const { region } = place;
  if (rule.kind === 'contiguous') {
    const apart = region === null ? [] : fragmentsOf(draft, base.facts, region);
    return apart.flatMap((loose) => mendEdits(draft, scope, rule.level, loose));
  }
  const blocks = blocksOfPlace(draft, base.facts, rule, place);
  return loosePieces(draft, region, blocks).flatMap((loose) => mendEdits(draft, scope, 'lowest', loose));
}

/** Brings what is loose to the neighbour with the longest common border. */
function Mend({ rule, place }: { readonly rule: Rule; readonly place: FindingPlace }) {
  const { t } = useTranslation('redraw-boundaries');
  const regionName = useRegionName();
  const mend = (): void => {
    const plan = planSession.current();
    const edits = plan ? mendOf(plan, rule, place) : [];
    const name = place.region === null ? t('target.unassigned') : regionName(place.region);
    if (edits.length > 0) planSession.execute({ key: 'mend', values: { name } }, edits);
    else planStore.setState({ refusal: { reason: 'no-neighbour', detail: '', at: null, region: place.region } });
  };
  return (
    <Button variant="link" title={t('mend.why')} onClick={mend}>
      {t('mend.action')}
    </Button>
  );
}
