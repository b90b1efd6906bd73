import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { rolesIn } from '../../state/session.ts';
import { useApp } from '../../state/store.ts';

/** The county where dividing eleven communities into nineteen is practised. */
const PRACTICE_COUNTY = '990481';
const KEY = 'tongxin.guide';

interface GuideState {
  readonly open: boolean;
  /** the plan of which a proposal has been looked at */
  readonly looked: number | null;
}

export const guideStore = createStore<GuideState>()(() => ({ open: wasOpen(), looked: null }));
export const useGuide = <T>(selector: (state: GuideState) => T): T => useStore(guideStore, selector);

function wasOpen(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'closed';
  } catch {
    return true; // without storage each visit begins with the guide
  }
}

export function setGuideOpen(open: boolean): void {
  guideStore.setState({ open });
  try {
    localStorage.setItem(KEY, open ? 'open' : 'closed');
  } catch {
    // it is closed for this visit at least
  }
}

/** Whether there is something to practise here, for the one who looks. */
export const useIsPractice = (): boolean =>
  useApp(
    ({ county, session }) =>
      county === PRACTICE_COUNTY && rolesIn(session, county).some((role) => role === 'planner' || role === 'admin'),
  );
