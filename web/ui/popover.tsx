import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import styles from './popover.module.css';

interface Props {
  /** spoken name of the button; its content may say less */
  readonly label: string;
  readonly button: ReactNode;
  readonly align?: 'start' | 'end';
  readonly buttonClass?: string;
  /** `close` returns the focus to the button */
  children(close: () => void): ReactNode;
}

/** A button that opens a small sheet of controls below itself. Escape and a press elsewhere close it. */
export function Popover({ label, button, align = 'start', buttonClass, children }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const sheetId = useId();
  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };

  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      setOpen(false);
      trigger.current?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey, true);
    root.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [open]);

  return (
    <div ref={root} className={styles.root}>
      <button
        ref={trigger}
        type="button"
        className={buttonClass ?? styles.button}
        aria-label={label}
        aria-expanded={open}
        aria-controls={open ? sheetId : undefined}
        aria-haspopup="dialog"
        title={label}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div id={sheetId} role="dialog" aria-label={label} className={`${styles.sheet} ${styles[align]}`}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  readonly value: T | null;
  choose(value: T): void;
}

/** One of several, as a list of radio rows; arrows move, as in any radio group. */
export function ChoiceList<T extends string>({ label, options, value, choose }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            className={styles.radio}
            checked={option.value === value}
            data-autofocus={option.value === value ? '' : undefined}
            onChange={() => choose(option.value)}
          />
          <span className={styles.choiceText}>{option.label}</span>
          {option.hint && <span className={styles.hint}>{option.hint}</span>}
        </label>
      ))}
    </fieldset>
  );
}
