import { lazy, Suspense } from 'react';
import { useApp } from '../../state/store.ts';

const Drawing = lazy(async () => ({ default: (await import('./drawing.tsx')).Drawing }));

/** Loads what drawing needs with the first plan that is opened. */
export function DrawingPlace() {
  const wanted = useApp((state) => state.plan !== null);
  return wanted ? (
    <Suspense fallback={null}>
      <Drawing />
    </Suspense>
  ) : null;
}
