import { AimOutlined } from '@ant-design/icons';
import { Button, TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region } from '../../../api/contract/counties.ts';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { useRegionName } from '../../state/region-names.ts';
import { Field } from '../../ui/field.tsx';
import styles from './new-plan-form.module.css';
import { areaKind, areaTree, expandArea } from './plan-area.ts';
import { useAreaPicking } from './use-area-picking.ts';

interface Props {
  readonly regions: readonly Region[];
  readonly level: PlanLevel;
  /** communities or streets; empty = the whole county */
  readonly area: readonly number[];
  onArea(area: readonly number[]): void;
}

/** Which part of the county a plan may change: chosen from the tree of regions or by pointing at the map. */
export function AreaField({ regions, level, area, onArea }: Props) {
  const { t } = useTranslation('manage-plans');
  const nameOf = useRegionName();
  const tree = useMemo(() => areaTree(regions, level, nameOf), [regions, level, nameOf]);
  const { picking, setPicking } = useAreaPicking({ regions, level, area, onArea });
  const hint = picking
    ? t('form.picking')
    : t(area.length === 0 ? 'form.areaHint' : 'form.areaChosen', { n: area.length });
  return (
    <Field label={t('form.area', { kind: t(`common:kind.${areaKind(level)}`) })} hint={hint}>
      {(id, describedBy) => (
        <div className={styles.areaLine}>
          <TreeSelect
            id={id}
            aria-describedby={describedBy}
            value={[...area]}
            treeData={tree as { value: number; title: string }[]}
            treeCheckable
            allowClear
            showCheckedStrategy={TreeSelect.SHOW_PARENT}
            maxTagCount={2}
            treeNodeFilterProp="title"
            placeholder={t('form.wholeCounty')}
            onChange={(chosen: number[]) => onArea(expandArea(regions, level, chosen))}
          />
          <Button
            icon={<AimOutlined />}
            aria-pressed={picking}
            type={picking ? 'primary' : 'default'}
            onClick={() => setPicking(!picking)}
          >
            {t('form.pick')}
          </Button>
        </div>
      )}
    </Field>
  );
}
