import { ColumnWidthOutlined } from '@ant-design/icons';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../state/store.ts';
import { IconButton } from '../../ui/icon-button.tsx';

const MeasurePanel = lazy(async () => ({ default: (await import('./measure-panel.tsx')).MeasurePanel }));

/** The button; while the tool has the pointer, also its readings. */
export function MeasureTool() {
  const { t } = useTranslation('measure');
  const active = useApp((state) => state.tool === 'measure');
  const setTool = useApp((state) => state.setTool);
  return (
    <>
      <IconButton
        label={t('tool')}
        icon={<ColumnWidthOutlined />}
        active={active}
        onClick={() => setTool(active ? null : 'measure')}
      />
      {active && (
        <Suspense fallback={null}>
          <MeasurePanel />
        </Suspense>
      )}
    </>
  );
}
