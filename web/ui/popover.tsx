import { CheckOutlined } from '@ant-design/icons';
import { type KeyboardEvent as ReactKeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import styles from './popover.module.css';

interface Props {
  /** spoken name of the button; its content may say less */
  readonly label: string;
  readonly button: ReactNode;
  readonly align?: 'start' | 'end';
  /** where the sheet opens; above, on a phone, it stands at the lower edge of the window */
  readonly side?: 'below' | 'above';
  readonly buttonClass?: string;
  /** `close` returns the focus to the button */
  children(close: () => void): ReactNode;
}

/** A button that opens a small sheet at itself. Escape and a press elsewhere close it. */
export function Popover({ label, button, align = 'start', side = 'below', buttonClass, children }: Props) {
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
    // Before others take the event: who draws on the map keeps it to himself.
    document.addEventListener('pointerdown', onPointer, true);
    document.addEventListener('keydown', onKey, true);
    root.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
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
        <div
          id={sheetId}
          role="dialog"
          aria-label={label}
          className={`${styles.sheet} ${styles[align]} ${styles[side]}`}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** Arrows walk over the buttons of a list; from a field above it, the first one leads into it. */
export function walkButtons(event: ReactKeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll('button')];
  const at = rows.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const isInField = at === -1 && event.key !== 'ArrowDown';
  if (to === undefined || isInField) return;
  event.preventDefault();
  rows[Math.min(rows.length - 1, Math.max(0, to))]?.focus();
}

interface RowProps {
  readonly isChosen: boolean;
  choose(): void;
  readonly children: ReactNode;
}

/** A row of a list that `walkButtons` walks over, ticked when it is the one that was chosen. */
export const PickRow = ({ isChosen, choose, children }: RowProps) => (
  <li>
    <button
      type="button"
      className={`${styles.choice} ${styles.pick}`}
      aria-current={isChosen ? 'true' : undefined}
      data-autofocus={isChosen ? '' : undefined}
      onClick={choose}
    >
      <CheckOutlined className={styles.check} aria-hidden="true" />
      {children}
    </button>
  </li>
);

/**
 * One of several that is acted on at once, as a list of rows: the arrows only walk, Enter, Space and a press choose.
 * For what is dear to change; radio rows would go there with every arrow.
 */
export function PickList<T extends string>({ label, options, value, choose }: ChoiceProps<T>) {
  return (
    <section className={styles.choices} aria-label={label}>
      <p className={styles.legend}>{label}</p>
      <ul onKeyDown={walkButtons}>
        {options.map((option) => (
          <PickRow key={option.value} isChosen={option.value === value} choose={() => choose(option.value)}>
            <span className={styles.choiceText}>{option.label}</span>
            {option.hint && <span className={styles.hint}>{option.hint}</span>}
          </PickRow>
        ))}
      </ul>
    </section>
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
