import { useTranslation } from 'react-i18next';
import type { Fact, Inspection } from '../../../api/contract/things.ts';
import { type Format, useFormat } from '../../i18n/format.ts';
import { useRegions } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import { categoryWords } from './category-words.ts';
import styles from './fact-list.module.css';

/** A member figure is not evaluated, which is neither none nor unknown. */
const NOT_EVALUATED = 'members';

/** A region that an attribute refers to by its code is shown by its name. */
const REGION_CODE = /^\d{9,15}$/;

/** Facts in two columns, each with its unit; estimates say so. */
export function FactList({ inspection }: { readonly inspection: Inspection }) {
  const { t } = useTranslation('inspect');
  const factName = useFactName();
  const factValue = useFactValue();
  const facts = inspection.facts.filter(({ value }) => value !== '');
  if (facts.length === 0) return null;
  return (
    <dl className={styles.facts} aria-label={t('facts')}>
      {facts.map((fact) => (
        <div key={fact.key} className={styles.fact}>
          <dt className={styles.key}>{factName(fact.key)}</dt>
          {fact.value === null ? (
            <Unsaid fact={fact} />
          ) : (
            <dd className={`${styles.value} tabular`}>
              <Value text={factValue(fact)} />
              {fact.estimated && (
                <span className={styles.estimated} title={t('common:unit.estimatedWhy')}>
                  {t('common:unit.estimated')}
                </span>
              )}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function Unsaid({ fact }: { readonly fact: Fact }) {
  const { t } = useTranslation('inspect');
  return fact.key === NOT_EVALUATED ? (
    <dd className={styles.none} title={t('membersWhy')}>
      {t('common:value.notEvaluated')}
    </dd>
  ) : (
    <dd className={styles.none}>{t('common:value.noData')}</dd>
  );
}

/** An address of the web is followed, everything else is read. */
const Value = ({ text }: { readonly text: string }) =>
  /^https?:\/\/\S+$/.test(text) ? (
    <a className={styles.link} href={text} target="_blank" rel="noreferrer">
      {text}
    </a>
  ) : (
    text
  );

/** The translated name of a fact: of its own, or the attribute's; what was stored under an earlier name stands as it is. */
function useFactName(): (key: string) => string {
  const { t, i18n } = useTranslation('inspect');
  return (key) => {
    const known = [`common:attribute.${key}`, `inspect:fact.${key}`].find((candidate) => i18n.exists(candidate));
    return known ? t(known) : key;
  };
}

function useFactValue(): (fact: Fact) => string {
  const { t, i18n } = useTranslation('inspect');
  const format = useFormat();
  const language = useApp((state) => state.preferences.language);
  const regions = useRegions().data?.regions;
  const regionName = useRegionName();
  const inWords = (key: string, text: string): string => {
    const named = REGION_CODE.test(text) && regions?.find(({ code }) => code === text);
    if (named) return regionName(named);
    if (key === 'category') return categoryWords(text, language);
    const word = [
      `common:attributeWord.${key}.${text}`,
      `inspect:word.${text}`,
      `common:building.${text}`,
      `common:road.${text}`,
      `common:landuse.${text}`,
    ].find((candidate) => /^[a-z_]+$/.test(text) && i18n.exists(candidate));
    return word ? t(word) : text;
  };
  return ({ key, value, unit }) => {
    if (typeof value === 'boolean') return t(value ? 'word.yes' : 'word.no');
    if (typeof value === 'number') return unit ? withUnit(format, value, unit) : plainNumber(format, key, value);
    if (Array.isArray(value)) return value.map((text) => inWords(key, text)).join(t('listed'));
    return inWords(key, value ?? '');
  };
}

/** Years are names, not amounts: no separator. */
const plainNumber = (format: Format, key: string, value: number): string =>
  /year/.test(key) ? String(value) : format.number(value, 2);

function withUnit(format: Format, value: number, unit: NonNullable<Fact['unit']>): string {
  switch (unit) {
    case 'm':
      return format.distance(value);
    case 'm2':
      return format.area(value);
    case 'households':
      return format.households(value);
    case 'residents':
      return format.residents(value);
    case 'buildings':
      return format.buildings(value);
    case 'floors':
      return format.floors(value);
    case 'per_km2':
      return format.density(value);
    case 'yuan':
      return format.yuan(value);
  }
}
