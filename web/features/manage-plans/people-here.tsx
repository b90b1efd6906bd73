import { useTranslation } from 'react-i18next';
import { initialsOf, type Person } from '../../state/plan/people.ts';
import { openState, usePlan } from '../../state/plan/plan-store.ts';
import { useApp } from '../../state/store.ts';
import styles from './people-here.module.css';

/** More are told by their number. */
const MOST = 4;
const NOBODY: readonly Person[] = [];

/** Who else has the plan open, in the colours of their pointers on the map. */
export function PeopleHere() {
  const { t } = useTranslation('manage-plans');
  const language = useApp((state) => state.preferences.language);
  const people = usePlan((state) => openState(state)?.people ?? NOBODY);
  const calledOf = ({ name, mine }: Person): string => (mine ? t('here.mine') : name);
  const told = (person: Person): string => {
    const { drawing } = person;
    const name = calledOf(person);
    if (!drawing) return t('here.looks', { name });
    return t('here.draws', { name, region: language === 'en' ? drawing.nameEn || drawing.name : drawing.name });
  };
  const others = people.slice(MOST);
  return (
    <>
      {/* Who comes and goes is said; what they draw can be read, and is not said over one's own work. */}
      <p className="visually-hidden" role="status">
        {people.length > 0 && `${t('here.title')}: ${people.map(calledOf).join(t('comma'))}`}
      </p>
      <ul className={styles.people} aria-label={t('here.title')}>
        {people.slice(0, MOST).map((person) => (
          <li
            key={person.client}
            className={styles.person}
            style={{ background: `var(--person-${person.colour})` }}
            title={told(person)}
          >
            <span aria-hidden="true">{initialsOf(person.name)}</span>
            <span className="visually-hidden">{told(person)}</span>
          </li>
        ))}
        {others.length > 0 && (
          <li className={styles.more} title={others.map(told).join(t('comma'))}>
            <span aria-hidden="true">+{others.length}</span>
            <span className="visually-hidden">{others.map(told).join(t('comma'))}</span>
          </li>
        )}
      </ul>
    </>
  );
}
