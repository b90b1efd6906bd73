import styles from './progress-bar.module.css';

interface Props {
  readonly label: string;
  /** 0 … 1; null = nobody can tell how far it is */
  readonly share: number | null;
}

/** How far something is; a quiet sweep where that is not known. */
export function ProgressBar({ label, share }: Props) {
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div
        className={styles.bar}
        data-unknown={share === null}
        style={share === null ? undefined : { width: `${Math.max(2, share * 100)}%` }}
      />
    </div>
  );
}
