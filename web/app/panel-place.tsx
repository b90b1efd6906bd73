import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { SkeletonLines } from '../ui/states.tsx';
import { ErrorBoundary } from './error-boundary.tsx';

const Kit = lazy(async () => ({ default: (await import('./kit.tsx')).Kit }));

interface Props {
  readonly component: ComponentType;
  readonly kit: boolean | undefined;
}

/** A section of the panel on its own feet: it loads, and fails, without the others. */
export function PanelPlace({ component: Panel, kit }: Props) {
  const { t } = useTranslation();
  return (
    <ErrorBoundary>
      <Suspense fallback={<SkeletonLines label={t('panel.loading')} />}>
        {kit ? (
          <Kit>
            <Panel />
          </Kit>
        ) : (
          <Panel />
        )}
      </Suspense>
    </ErrorBoundary>
  );
}
