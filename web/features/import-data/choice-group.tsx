import { useId } from 'react';
import styles from './choice-group.module.css';

interface Props<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly why: string }[];
  onChange(value: V): void;
}

/** One of a few ways, each with what it does. */
export function ChoiceGroup<V extends string>({ label, value, options, onChange }: Props<V>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.choice} data-chosen={option.value === value}>
          <input
            type="radio"
            className={styles.radio}
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            <span className={styles.label}>{option.label}</span>
            <span className={styles.why}>{option.why}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
