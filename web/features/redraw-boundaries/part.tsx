import type { ReactNode } from 'react';
import { Section } from '../../ui/section.tsx';
import styles from './part.module.css';

interface Props {
  readonly title: string;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}

/** A section of the tab, its content in line with its title. */
export function Part({ title, extra, children }: Props) {
  return (
    <Section title={title} extra={extra}>
      <div className={styles.body}>{children}</div>
    </Section>
  );
}
