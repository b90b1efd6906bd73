import { CloseOutlined } from '@ant-design/icons';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../state/store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { usePhone } from '../ui/use-media.ts';
import styles from './link-notice.module.css';

/** Said once: what the link asked for and what is shown instead. */
export function LinkNotice() {
  const { t } = useTranslation();
  const faults = useApp((state) => state.linkFaults);
  const dismiss = useApp((state) => state.dismissLinkFaults);
  const announce = useApp((state) => state.announce);
  const { panelOpen, panelWidth } = useApp((state) => state.preferences);
  const phone = usePhone();
  const sentences = faults.map(({ part, asked }) => t(`link.${part}`, { asked }));
  const text = sentences.join(' ');
  useEffect(() => {
    if (text) announce(text);
  }, [text, announce]);
  if (!text) return null;
  return (
    <div className={styles.notice} style={{ left: !phone && panelOpen ? panelWidth + 12 : 12 }}>
      <div>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <IconButton label={t('action.close')} icon={<CloseOutlined />} onClick={dismiss} />
    </div>
  );
}
