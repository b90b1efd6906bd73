import { GlobalOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Feature } from '../state/feature.ts';
import type { ThemeName } from '../state/preferences.ts';
import { useApp } from '../state/store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { CountyPicker } from './county-picker.tsx';
import { topBarOf } from './slots.ts';
import styles from './top-bar.module.css';

interface Props {
  readonly features: readonly Feature[];
  readonly theme: ThemeName;
  readonly phone: boolean;
}

export function TopBar({ features, theme, phone }: Props) {
  return (
    <header className={styles.bar}>
      <div className={styles.start}>
        <Logo />
        <CountyPicker />
        {topBarOf(features, 'start').map(({ id, component: Item }) => (
          <Item key={id} />
        ))}
      </div>
      <div className={styles.centre}>
        {topBarOf(features, 'centre').map(({ id, component: Item }) => (
          <Item key={id} />
        ))}
      </div>
      <div className={styles.end}>
        {!phone && <LookButtons theme={theme} />}
        {topBarOf(features, 'end').map(({ id, component: Item }) => (
          <Item key={id} />
        ))}
      </div>
    </header>
  );
}

function Logo() {
  return (
    <svg className={styles.logo} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--primary)" />
      <g fill="none" stroke="#fff" strokeWidth="1.9">
        <circle cx="16" cy="16" r="10.2" strokeOpacity=".6" />
        <circle cx="16" cy="16" r="6.2" strokeOpacity=".85" />
      </g>
      <circle cx="16" cy="16" r="2.7" fill="#fff" />
    </svg>
  );
}

/** Language and theme, one press each. */
function LookButtons({ theme }: { readonly theme: ThemeName }) {
  const { t } = useTranslation();
  const language = useApp((state) => state.preferences.language);
  const setPreferences = useApp((state) => state.setPreferences);
  const dark = theme === 'dark';
  return (
    <>
      <button
        type="button"
        className={styles.language}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        aria-label={t('language.switch')}
        title={t('language.switch')}
        onClick={() => setPreferences({ language: language === 'zh' ? 'en' : 'zh' })}
      >
        <GlobalOutlined /> {language === 'zh' ? 'EN' : '中'}
      </button>
      <IconButton
        label={`${t('theme.label')}: ${t(dark ? 'theme.light' : 'theme.dark')}`}
        icon={dark ? <SunOutlined /> : <MoonOutlined />}
        onClick={() => setPreferences({ theme: dark ? 'light' : 'dark' })}
      />
    </>
  );
}
