import { lazy, Suspense } from 'react';
import { useGuide, useIsPractice } from './guide-store.ts';

const Guide = lazy(async () => ({ default: (await import('./guide.tsx')).Guide }));

/** Nothing at all in counties where nothing is practised. */
export function GuidePlace() {
  const practice = useIsPractice();
  const open = useGuide((state) => state.open);
  return practice && open ? (
    <Suspense fallback={null}>
      <Guide />
    </Suspense>
  ) : null;
}
