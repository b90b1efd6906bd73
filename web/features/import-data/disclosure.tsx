import { RightOutlined } from '@ant-design/icons';
import { type ReactNode, useState } from 'react';
import styles from './disclosure.module.css';

interface Props {
  readonly title: string;
  /** what is set now, in a few words */
  readonly value: string;
  readonly children: ReactNode;
}

/** A setting in one line, which opens to be changed. */
export function Disclosure({ title, value, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.part} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <span className={styles.title}>{title}</span>
        <span className={styles.value}>{value}</span>
        <RightOutlined className={styles.arrow} rotate={open ? 90 : 0} />
      </summary>
      {open && <div className={styles.body}>{children}</div>}
    </details>
  );
}
