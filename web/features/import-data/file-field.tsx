import { FileTextOutlined, InboxOutlined } from '@ant-design/icons';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import styles from './file-field.module.css';
import { fileFault, READABLE_ENDINGS } from './import-flow.ts';
import type { ChosenFile } from './import-store.ts';

interface Props {
  readonly file: ChosenFile | null;
  /** those that come after it */
  readonly waiting: readonly ChosenFile[];
  onFiles(files: readonly [File, ...File[]]): void;
}

/** Files by drop anywhere in the window, by click or by keyboard; what cannot be read is told at once. */
export function FileField({ file, waiting, onFiles }: Props) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  const bytes = (size: number) =>
    size < 1e6 ? `${format.number(Math.max(1, size / 1e3))} KB` : `${format.number(size / 1e6, 1)} MB`;
  const take = (files: FileList | null) => {
    const chosen = [...(files ?? [])];
    const faulty = chosen.find((each) => fileFault(each));
    setFault(faulty ? t(`fileFault.${fileFault(faulty)}`, { name: faulty.name, size: bytes(faulty.size) }) : null);
    const [first, ...others] = chosen.filter((each) => !fileFault(each));
    if (first) onFiles([first, ...others]);
  };
  const over = useDrop(take);
  return (
    <div className={styles.field}>
      <label className={styles.drop} htmlFor={id} data-over={over} data-chosen={file !== null}>
        <input
          id={id}
          type="file"
          className="visually-hidden"
          accept={READABLE_ENDINGS.join()}
          multiple
          aria-describedby={fault ? `${id}-fault` : undefined}
          onChange={(event) => {
            take(event.target.files);
            // The same file may be chosen again after it was corrected.
            event.target.value = '';
          }}
        />
        {file ? <FileTextOutlined className={styles.icon} /> : <InboxOutlined className={styles.icon} />}
        <span className={styles.words}>
          <span className={styles.name}>{file ? file.name : t('drop')}</span>
          <span className={styles.hint}>
            {file ? (
              <>
                <span className="tabular">{bytes(file.size)}</span>
                <span className={styles.change}>{t('change')}</span>
              </>
            ) : (
              t('dropHint')
            )}
          </span>
        </span>
      </label>
      {waiting.length > 0 && (
        <p className={styles.hint}>
          {t('queued', {
            n: format.number(waiting.length),
            names: waiting.map(({ name }) => name).join(t('amount.comma')),
          })}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** Takes files dropped anywhere, which the browser would open instead. @returns whether one hovers now */
function useDrop(take: (files: FileList | null) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      // Only when the pointer leaves the window there is nothing that it goes to.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer?.files ?? null);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  });
  return over;
}
