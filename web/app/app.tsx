import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '../i18n/failure.tsx';
import { LOCALES } from '../i18n/i18n.ts';
import { useNameOf } from '../i18n/names.ts';
import type { ThemeName } from '../state/preferences.ts';
import { queryClient, useCounties, useCounty } from '../state/queries.ts';
import { useApp } from '../state/store.ts';
import { EmptyState } from '../ui/states.tsx';
import styles from './app.module.css';
import { ErrorBoundary } from './error-boundary.tsx';
import { FEATURES } from './features.ts';
import { Shell } from './shell.tsx';
import { useShownTheme } from './theme.ts';

/** The composition root of the screen: providers round one of door, failure or shell. */
export function App() {
  const theme = useShownTheme();
  const language = useApp((state) => state.preferences.language);
  useLanguage(language);
  return (
    <QueryClientProvider client={queryClient}>
      <ErrorBoundary>
        <Screen theme={theme} />
      </ErrorBoundary>
    </QueryClientProvider>
  );
}

function Screen({ theme }: { readonly theme: ThemeName }) {
  const { t } = useTranslation();
  const session = useApp((state) => state.session);
  const loadSession = useApp((state) => state.loadSession);
  const counties = useCounties();
  useFirstCounty();
  useTitle();
  const Door = FEATURES.find((feature) => feature.door)?.door;
  if (session.kind === 'failed') {
    return (
      <div className={styles.centre}>
        <Failure notice={session.notice} retry={() => void loadSession()} />
      </div>
    );
  }
  if (session.kind === 'signed-out' && Door) return <Door />;
  const SecondDoor = FEATURES.find((feature) => feature.secondDoor)?.secondDoor;
  if (session.kind === 'must-change' && SecondDoor) return <SecondDoor />;
  if (counties.data?.length === 0) {
    return (
      <div className={styles.centre}>
        <EmptyState title={t('empty.noCountyTitle')} text={t('empty.noCounty')} />
      </div>
    );
  }
  // While the session is still unknown the shell stands already, so that the map loads meanwhile.
  return <Shell features={FEATURES} theme={theme} />;
}

/** Opens a county that the account may see: the address's, else the first. */
function useFirstCounty(): void {
  const { data: counties, isFetching } = useCounties();
  const code = useApp((state) => state.county);
  const openCounty = useApp((state) => state.openCounty);
  const noteLinkFault = useApp((state) => state.noteLinkFault);
  useEffect(() => {
    const first = counties?.[0];
    // A list that is being read again may lack the county that was made a moment ago.
    if (!first || isFetching || counties.some((county) => county.code === code)) return;
    if (code !== null) noteLinkFault({ part: 'county', asked: code });
    openCounty(first.code);
  }, [counties, isFetching, code, openCounty, noteLinkFault]);
}

function useTitle(): void {
  const { t } = useTranslation();
  const county = useCounty().data;
  const nameOf = useNameOf();
  useEffect(() => {
    document.title = county ? t('app.title', { county: nameOf(county) }) : t('app.name');
  }, [county, nameOf, t]);
}

function useLanguage(language: keyof typeof LOCALES): void {
  const { i18n } = useTranslation();
  useEffect(() => {
    document.documentElement.lang = LOCALES[language];
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [i18n, language]);
}
