import { AimOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Plan, Rule, RuleFinding } from '../../../api/contract/plans.ts';
import { useFormat } from '../../i18n/format.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useRules } from '../../state/rules.ts';
import { useApp } from '../../state/store.ts';
import { Badge } from '../../ui/badge.tsx';
import styles from './finding-list.module.css';
import { useRegionNames } from './region-names.ts';

interface Props {
  readonly plan: Plan;
  readonly findings: readonly RuleFinding[];
}

/** Rules that are not kept, each with the regions at fault and the way to them. */
export function FindingList({ plan, findings }: Props) {
  const { t } = useTranslation('decide-plan');
  const rules = useRules().data?.rules;
  const nameOf = useRegionNames(plan);
  return (
    <ul className={styles.list} aria-label={t('findings')}>
      {findings.map((finding) => (
        <li key={finding.rule} className={styles.finding}>
          <RuleHead rule={rules?.find(({ id }) => id === finding.rule)} finding={finding} />
          <ul>
            {finding.regions.map(({ region, value, at }) => (
              <Place key={region} name={region === null ? t('noRegion') : nameOf(region)} value={value} at={at} />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function RuleHead({ rule, finding }: { readonly rule: Rule | undefined; readonly finding: RuleFinding }) {
  const { t } = useTranslation('decide-plan');
  return (
    <p className={styles.rule} title={rule?.source}>
      <Badge tone={finding.verdict === 'broken' ? 'magenta' : 'amber'}>{t(`common:verdict.${finding.verdict}`)}</Badge>
      {rule
        ? t('ruleOf', { level: t(`common:kind.${rule.level}`), rule: t(`common:rule.${rule.kind}`) })
        : finding.rule}
    </p>
  );
}

interface PlaceProps {
  readonly name: string;
  readonly value: number | null;
  readonly at: readonly [number, number] | null;
}

function Place({ name, value, at }: PlaceProps) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const flyTo = useApp((state) => state.flyTo);
  return (
    <li className={styles.place}>
      <span>{name}</span>
      {value !== null && value > 0 && <span className={`${styles.value} tabular`}>{format.number(value)}</span>}
      {at && (
        <Button
          type="text"
          size="small"
          icon={<AimOutlined />}
          aria-label={t('showRegion', { name })}
          title={t('showRegion', { name })}
          onClick={() => flyTo(boundsOfPoint(at), { maxZoom: 16 })}
        />
      )}
    </li>
  );
}
