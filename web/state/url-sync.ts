import type { AppState, AppStore } from './store.ts';
import { type Address, decodeAddress, encodeAddress } from './url.ts';

const addressOf = (state: AppState): Address => ({
  county: state.county,
  mode: state.mode,
  date: state.date,
  plan: state.plan,
  planTab: state.planTab,
  panelTab: state.panelTabs[state.mode] ?? null,
  comparison: state.comparison,
  selection: state.selection,
  layers: state.layers,
  camera: state.camera,
  language: state.preferences.language,
});

function applyAddress(app: AppStore, address: Address): void {
  const { preferences } = app.getState();
  app.setState({
    county: address.county ?? app.getState().county,
    mode: address.mode,
    date: address.date,
    plan: address.plan,
    planTab: address.planTab,
    panelTabs: { ...app.getState().panelTabs, [address.mode]: address.panelTab ?? undefined },
    comparison: address.comparison,
    selection: address.selection,
    layers: address.layers,
    camera: address.camera,
    preferences: address.language ? { ...preferences, language: address.language } : preferences,
  });
}

/** A step that the browser's back button should undo. */
const isStep = (before: AppState, after: AppState): boolean =>
  before.county !== null &&
  (before.county !== after.county ||
    before.mode !== after.mode ||
    before.date !== after.date ||
    before.plan !== after.plan ||
    before.comparison !== after.comparison ||
    before.selection !== after.selection);

/**
 * Keeps the address bar and the store the same. Steps are pushed, looks are replaced (at most every 250 ms: browsers
 * refuse a hundred changes in half a minute).
 *
 * @returns ends the sync
 */
export function syncUrl(app: AppStore, target: Pick<Window, 'history' | 'location'> & EventTarget): () => void {
  applyAddress(app, decodeAddress(target.location.search));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let applying = false;

  const write = (push: boolean) => {
    clearTimeout(timer);
    timer = undefined;
    const url = `${target.location.pathname}${encodeAddress(addressOf(app.getState()))}`;
    if (url === `${target.location.pathname}${target.location.search}`) return;
    if (push) target.history.pushState(null, '', url);
    else target.history.replaceState(null, '', url);
  };
  const stop = app.subscribe((after, before) => {
    if (applying) return;
    if (isStep(before, after)) write(true);
    else timer ??= setTimeout(() => write(false), 250);
  });
  const onPop = () => {
    applying = true;
    applyAddress(app, decodeAddress(target.location.search));
    applying = false;
  };
  target.addEventListener('popstate', onPop);
  return () => {
    stop();
    clearTimeout(timer);
    target.removeEventListener('popstate', onPop);
  };
}
