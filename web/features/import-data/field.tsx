import { type ReactNode, useId } from 'react';
import styles from './import-panel.module.css';

interface Props {
  readonly label: string;
  readonly fault?: string | null;
  readonly hint?: string;
  /** the control, which takes the id that the label names */
  children(id: string): ReactNode;
}

export function Field({ label, fault, hint, children }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children(id)}
      {fault ? (
        <span className={styles.fault} role="alert">
          {fault}
        </span>
      ) : (
        hint && <span className={styles.hint}>{hint}</span>
      )}
    </div>
  );
}
