import { QuestionCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../state/store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { setGuideOpen, useGuide, useIsPractice } from './guide-store.ts';

/** Help: opens the guide, and closes it. */
export function GuideEntry() {
  const { t } = useTranslation('guide-practice');
  const practice = useIsPractice();
  const shown = useApp(({ mode }) => mode === 'plan');
  const open = useGuide((state) => state.open) && shown;
  const setMode = useApp((state) => state.setMode);
  if (!practice) return null;
  return (
    <IconButton
      label={t(open ? 'close' : 'open')}
      icon={<QuestionCircleOutlined />}
      active={open}
      onClick={() => {
        setGuideOpen(!open);
        if (!open && !shown) setMode('plan');
      }}
    />
  );
}
