import { AimOutlined, CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../api-client/http.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useApp } from '../../state/store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { importStore } from './import-store.ts';
import styles from './notice-box.module.css';
import { useShowPlace } from './show-place.ts';

interface Props {
  readonly notice: Notice;
  /** what came of it, before the reason */
  readonly outcome?: string;
  /** the reason, where the step knows it better than the type of the problem */
  readonly reason?: string;
}

/** Why the last step was not made: what, why, and where. */
export function NoticeBox({ notice, outcome, reason }: Props) {
  const { t } = useTranslation('import-data');
  const announce = useApp((state) => state.announce);
  const show = useShowPlace();
  const words = useProblemWords()(notice);
  const why = reason ?? words.title;
  const title = outcome ?? why;
  useEffect(() => announce(title), [announce, title]);
  const { at } = notice;
  return (
    <div className={styles.notice} role="alert">
      <div className={styles.head}>
        <strong>{title}</strong>
        <IconButton
          label={t('common:action.close')}
          icon={<CloseOutlined />}
          onClick={() => importStore.getState().dismissNotice()}
        />
      </div>
      {outcome && <p>{why}</p>}
      {words.detail && !reason && (
        <p className={styles.detail} lang={words.lang}>
          {words.detail}
        </p>
      )}
      {at && (
        <Button size="small" icon={<AimOutlined />} onClick={() => show(boundsOfPoint(at), { maxZoom: 17 })}>
          {t('show')}
        </Button>
      )}
    </div>
  );
}
