import type { ReactNode } from 'react';
import styles from './row-list.module.css';

interface Row {
  readonly key: string;
  readonly title: ReactNode;
  readonly detail?: string;
  /** what can be done with it, at its end */
  readonly action?: ReactNode;
}

/** A few things below each other, each with a line about it and something to do. */
export const RowList = ({ rows, label }: { readonly rows: readonly Row[]; readonly label: string }) => (
  <ul className={styles.list} aria-label={label}>
    {rows.map(({ key, title, detail, action }) => (
      <li key={key} className={styles.row}>
        <span className={styles.words}>
          <span className={styles.title}>{title}</span>
          {detail && <span className={styles.detail}>{detail}</span>}
        </span>
        {action}
      </li>
    ))}
  </ul>
);
