import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './icon-button.module.css';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'title' | 'aria-label'> {
  /** name for everyone: spoken, and shown on hover */
  readonly label: string;
  readonly icon: ReactNode;
  readonly active?: boolean;
  readonly variant?: 'plain' | 'floating';
}

/** A square button with an icon; 44 px where fingers point. */
export function IconButton({ label, icon, active, variant = 'plain', className, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={[styles.button, styles[variant], active && styles.active, className].filter(Boolean).join(' ')}
      aria-label={label}
      aria-pressed={active}
      title={label}
    >
      {icon}
    </button>
  );
}
