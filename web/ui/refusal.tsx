import type { ReactNode } from 'react';
import styles from './refusal.module.css';

interface Props {
  readonly title: string;
  readonly detail?: string;
  /** language of `detail`, where it is not the page's */
  readonly lang?: string;
  readonly children?: ReactNode;
}

/** Why something was not done, beside the button that asked for it. */
export const Refusal = ({ title, detail, lang, children }: Props) => (
  <div className={styles.refusal} role="alert">
    <p>{title}</p>
    {detail && (
      <p className={styles.detail} lang={lang}>
        {detail}
      </p>
    )}
    {children}
  </div>
);
