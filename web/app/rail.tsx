import { useTranslation } from 'react-i18next';
import type { Feature } from '../state/feature.ts';
import { useApp } from '../state/store.ts';
import styles from './rail.module.css';
import { modesOf } from './slots.ts';

/** The kinds of work, one below the other; on a phone a tab bar. Features register themselves here. */
export function Rail({ features }: { readonly features: readonly Feature[] }) {
  const { t } = useTranslation();
  const mode = useApp((state) => state.mode);
  const setMode = useApp((state) => state.setMode);
  const setPreferences = useApp((state) => state.setPreferences);
  const panelOpen = useApp((state) => state.preferences.panelOpen);
  return (
    <nav className={styles.rail} aria-label={t('mode.rail')}>
      <ul className={styles.list}>
        {modesOf(features).map((entry, index) => {
          const Icon = entry.icon;
          const current = entry.id === mode;
          return (
            <li key={entry.id}>
              <button
                type="button"
                className={styles.entry}
                aria-current={current ? 'page' : undefined}
                title={`${t(entry.title)} (${index + 1})`}
                onClick={() => {
                  setMode(entry.id);
                  setPreferences({ panelOpen: current ? !panelOpen : true });
                }}
              >
                <span className={styles.icon}>
                  <Icon />
                </span>
                <span className={styles.label}>{t(entry.title)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
