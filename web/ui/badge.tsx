import type { ReactNode } from 'react';
import styles from './badge.module.css';

export type BadgeTone = 'neutral' | 'primary' | 'amber' | 'green' | 'violet' | 'magenta';

interface Props {
  readonly tone: BadgeTone;
  readonly title?: string;
  readonly children: ReactNode;
}

/** One or two words on a coloured ground: a status, a mark. The words say it without the colour, too. */
export const Badge = ({ tone, title, children }: Props) => (
  <span className={`${styles.badge} ${styles[tone]}`} title={title}>
    {children}
  </span>
);
