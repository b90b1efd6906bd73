import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PASSWORD_LENGTH } from '../../../api/contract/people.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import styles from './my-account.module.css';

interface Props {
  /** what the present password is called */
  readonly currentLabel: string;
  done(): void;
  /** beside the button that sets it */
  readonly children?: ReactNode;
}

/** The present password, and twice the new one. */
export function PasswordForm({ currentLabel, done, children }: Props) {
  const { t } = useTranslation('my-account');
  const changePassword = useApp((state) => state.changePassword);
  const announce = useApp((state) => state.announce);
  const username = useApp(({ session }) => ('session' in session ? session.session.account?.username : undefined));
  const [words, setWords] = useState({ current: '', next: '', again: '' });
  const { sending, notice, send } = useSending();
  const [tried, setTried] = useState(false);
  const { min } = PASSWORD_LENGTH;
  const isShort = words.next.length < min;
  const differs = words.again !== words.next;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (words.current === '' || isShort || differs) return;
    const changed = await send(() => changePassword(words.current, words.next));
    if (!changed) return;
    announce(t('saved'));
    done();
  };
  const field = (name: keyof typeof words, label: string, note: { fault?: string | null; hint?: string } = {}) => (
    <Field label={label} {...note}>
      {(id, describedBy) => (
        <input
          id={id}
          aria-describedby={describedBy}
          className={styles.input}
          type="password"
          autoComplete={name === 'current' ? 'current-password' : 'new-password'}
          maxLength={PASSWORD_LENGTH.max}
          value={words[name]}
          onChange={({ target }) => setWords({ ...words, [name]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      {/* Password keepers of browsers ask whose password it is. */}
      <input className="visually-hidden" autoComplete="username" readOnly tabIndex={-1} aria-hidden value={username} />
      {field('current', currentLabel, { fault: tried && words.current === '' ? t('missing') : null })}
      {field('next', t('next'), { fault: tried && isShort ? t('rule', { min }) : null, hint: t('rule', { min }) })}
      {field('again', t('again'), { fault: differs && (tried || words.again !== '') ? t('differ') : null })}
      {notice && <Refused notice={notice} />}
      <div className={styles.buttons}>
        <Button variant="primary" type="submit" loading={sending}>
          {t('save')}
        </Button>
        {children}
      </div>
    </form>
  );
}
