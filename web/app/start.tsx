import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { startI18n } from '../i18n/i18n.ts';
import { linkFaultsOf } from '../state/link-faults.ts';
import { keepPreferences, readPreferences } from '../state/preferences.ts';
import { countiesQuery, queryClient } from '../state/queries.ts';
import { store } from '../state/store.ts';
import { syncUrl } from '../state/url-sync.ts';
import { App } from './app.tsx';
import { loadFallbackFont } from './fallback-font.ts';
import { FEATURES } from './features.ts';

// Our content security policy forbids making code from text, which zod would try.
z.config({ jitless: true });

store.setState({ preferences: readPreferences(localStorage) });
store.setState({ linkFaults: linkFaultsOf(location) });
syncUrl(store, window);
store.subscribe((state, before) => {
  if (state.preferences !== before.preferences) keepPreferences(localStorage, state.preferences);
});
// The session tells the counties, too: the map need not wait for one more answer.
store.subscribe(({ session }, before) => {
  if (session === before.session || session.kind !== 'signed-in') return;
  queryClient.setQueryData(countiesQuery().queryKey, session.session.counties);
});
void store.getState().loadSession();
void loadFallbackFont();
startI18n(store.getState().preferences.language, FEATURES);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
createRoot(root).render(<App />);
