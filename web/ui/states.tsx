import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import styles from './states.module.css';

interface SkeletonProps {
  /** spoken instead of the grey bars */
  readonly label: string;
  readonly lines?: number;
}

/** Grey bars in the shape of what is coming. */
export function SkeletonLines({ label, lines = 5 }: SkeletonProps) {
  const widths = ['72%', '48%', '60%', '84%', '40%', '66%', '54%', '78%'];
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {widths.slice(0, lines).map((width) => (
        <span key={width} className={styles.bar} style={{ width }} />
      ))}
    </div>
  );
}

interface MessageProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text?: string;
  readonly detail?: string;
  /** language of `detail`, where it is not the page's */
  readonly lang?: string;
  readonly action?: { readonly label: string; run(): void };
}

/** Nothing here yet: what it is, and what to do first. */
export function EmptyState({ icon, title, text, action }: MessageProps) {
  return (
    <div className={styles.message}>
      {icon && <div className={styles.icon}>{icon}</div>}
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      {action && <Button onClick={action.run}>{action.label}</Button>}
    </div>
  );
}

/** Something failed: what, why, and the way on. */
export function ErrorState({ title, text, detail, lang, action }: MessageProps) {
  return (
    <div className={styles.message} role="alert">
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      {detail && (
        <p className={styles.detail} lang={lang}>
          {detail}
        </p>
      )}
      {action && (
        <Button variant="primary" onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
