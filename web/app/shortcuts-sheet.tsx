import { CloseOutlined } from '@ant-design/icons';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/icon-button.tsx';
import { bindingsNow, type KeyBinding } from './keyboard.ts';
import styles from './shortcuts-sheet.module.css';

interface Props {
  readonly bindings: readonly KeyBinding[];
  close(): void;
}

/** `?`: every key and what it does. */
export function ShortcutsSheet({ bindings, close }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const shown = bindingsNow(bindings);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles.sheet} aria-modal="true" aria-labelledby="shortcuts-title" onClose={close}>
      <header className={styles.header}>
        <h2 id="shortcuts-title" className={styles.title}>
          {t('shortcuts.title')}
        </h2>
        <IconButton label={t('action.close')} icon={<CloseOutlined />} onClick={() => dialog.current?.close()} />
      </header>
      <dl className={styles.list}>
        {shown.map(({ keys, label }) => (
          <div key={label} className={styles.row}>
            <dt className={styles.label}>{t(label)}</dt>
            <dd className={styles.keys}>
              {keys.map((key) => (
                <kbd key={key} className={styles.key}>
                  {key === 'Escape' ? 'Esc' : key.length === 1 ? key.toUpperCase() : key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
