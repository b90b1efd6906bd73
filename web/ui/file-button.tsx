import { useId } from 'react';
import styles from './file-button.module.css';

interface Props {
  readonly label: string;
  /** endings, as `accept` of an input has them */
  readonly accept: string;
  readonly title?: string;
  readonly small?: boolean;
  take(file: File): void;
}

/** Chooses one file. */
export function FileButton({ label, accept, title, small = false, take }: Props) {
  const id = useId();
  return (
    <label className={styles.choose} data-small={small} htmlFor={id} title={title}>
      {label}
      <input
        id={id}
        type="file"
        className="visually-hidden"
        accept={accept}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) take(file);
          target.value = ''; // the same file may be chosen again after it was corrected
        }}
      />
    </label>
  );
}
