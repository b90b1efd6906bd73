import { useTranslation } from 'react-i18next';
import type { ImportReport, ImportSettings } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { useCounties } from '../../state/queries.ts';
import { writtenThings } from './import-flow.ts';

export interface ImportWords {
  /** name of the county that an import goes to */
  county(report: ImportReport): string;
  /** "1,207 栋楼" */
  amount(what: string, n: number): string;
  /** what an outcome writes: "9 个社区、260 个街坊" */
  written(report: ImportReport): string;
  /** "社区", "楼栋": what a target is called, regions by their level */
  target(settings: ImportSettings): string;
}

/** A noun standing alone, as on a control. */
export const asLabel = (noun: string): string => noun.slice(0, 1).toUpperCase() + noun.slice(1);

/** The nouns and amounts of an import, in the person's language. */
export function useImportWords(): ImportWords {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const counties = useCounties().data ?? [];
  const nameOf = useNameOf();
  const amount = (what: string, n: number) => t(`amount.${what}`, { n: format.number(n) });
  return {
    county: ({ county, settings }) =>
      nameOf(counties.find(({ code }) => code === county) ?? { name: settings.countyName || county, nameEn: '' }),
    amount,
    written: (report) => {
      const { outcome, settings } = report;
      const regions = Number(outcome.regions ?? 0);
      const things = writtenThings(report).map(([table, n]) => amount(table, n));
      const parts = regions > 0 ? [amount(settings.level ?? 'region', regions), ...things] : things;
      if (settings.target === 'blocks') parts.push(amount('block', Number(outcome.blocks ?? 0)));
      return parts.join(t('amount.comma'));
    },
    target: ({ target, level }) => (target === 'regions' && level ? t(`common:kind.${level}`) : t(`targets.${target}`)),
  };
}
