import { LoadingOutlined } from '@ant-design/icons';
import type { ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'default' | 'primary' | 'quiet' | 'link';
  readonly large?: boolean;
  /** busy with what it was pressed for; cannot be pressed meanwhile */
  readonly loading?: boolean;
}

/** A button with words. The shell's own, so that the first map does not wait for the component library. */
export function Button({ variant = 'default', large, loading, disabled, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={[styles.button, styles[variant], large && styles.large, className].filter(Boolean).join(' ')}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
    >
      {loading && <LoadingOutlined aria-hidden="true" />}
      {children}
    </button>
  );
}
