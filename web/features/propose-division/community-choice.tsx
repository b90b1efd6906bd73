import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { usePlan } from '../../state/plan/plan-store.ts';
import { Button } from '../../ui/button.tsx';
import type { OpenCommunity } from './plan-facts.ts';
import styles from './propose.module.css';

interface Props {
  /** null = all */
  readonly chosen: readonly number[] | null;
  readonly communities: readonly OpenCommunity[];
  onChosen(chosen: readonly number[] | null): void;
}

/** Which communities take part: all, those chosen on the map, or any from the list. */
export function CommunityChoice({ chosen, communities, onChosen }: Props) {
  const { t } = useTranslation('propose-division');
  const format = useFormat();
  const nameOf = useNameOf();
  const onMap = usePlan((state) => state.regions);
  const open = communities.filter(({ locked }) => !locked);
  const pointed = open.map(({ id }) => id).filter((id) => onMap.includes(id));
  const taking = new Set(chosen ?? open.map(({ id }) => id));
  const toggle = (id: number): void => {
    const next = open.map((each) => each.id).filter((each) => taking.has(each) !== (each === id));
    onChosen(next.length === open.length ? null : next);
  };
  return (
    <details className={styles.choice}>
      <summary>
        {chosen === null
          ? t('where.all', { n: open.length })
          : t('where.some', { n: open.filter(({ id }) => taking.has(id)).length, of: communities.length })}
      </summary>
      <div className={styles.choiceLine}>
        <Button variant="link" onClick={() => onChosen(null)} disabled={chosen === null}>
          {t('where.takeAll')}
        </Button>
        <Button variant="link" onClick={() => onChosen([])}>
          {t('where.takeNone')}
        </Button>
        {pointed.length > 0 && (
          <Button variant="link" onClick={() => onChosen(pointed)}>
            {t('where.takePointed', { n: pointed.length })}
          </Button>
        )}
      </div>
      <ul className={styles.choiceList}>
        {communities.map((community) => (
          <li key={community.id}>
            <Checkbox
              checked={!community.locked && taking.has(community.id)}
              disabled={community.locked}
              onChange={() => toggle(community.id)}
            >
              {nameOf(community)}
              <span className={styles.amount}>
                {community.locked ? t('where.locked') : format.households(community.households)}
              </span>
            </Checkbox>
          </li>
        ))}
      </ul>
    </details>
  );
}
