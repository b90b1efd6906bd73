import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

interface Props {
  readonly label: string;
  readonly fault?: string | null;
  readonly hint?: string;
  /** the control: it takes the id that the label names, and the id of what describes it */
  children(id: string, describedBy: string | undefined): ReactNode;
}

/** A control with its label, and what is wrong with it or worth knowing. */
export function Field({ label, fault, hint, children }: Props) {
  const id = useId();
  const note = fault ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children(id, note ? `${id}-note` : undefined)}
      {note && (
        <span id={`${id}-note`} className={fault ? styles.fault : styles.hint} role={fault ? 'alert' : undefined}>
          {note}
        </span>
      )}
    </div>
  );
}
