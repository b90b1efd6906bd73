import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDemoName, type MadePassword, type NewPerson, USERNAME } from '../../../api/contract/people.ts';
import { addPerson } from '../../api-client/people.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { GrantField } from './grant-field.tsx';
import styles from './manage-people.module.css';
import { ShownPassword } from './shown-password.tsx';
import { useKeepPeople } from './use-people.ts';

const NOBODY: NewPerson = { username: '', name: '', grants: [{ role: 'viewer', regionCode: null }] };

/** A new account; afterwards its first password, this once. */
export function AddDialog({ close }: { close(): void }) {
  const { t } = useTranslation('manage-people');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const keep = useKeepPeople();
  const [asked, setAsked] = useState(NOBODY);
  const [made, setMade] = useState<MadePassword | null>(null);
  const { sending, notice, send } = useSending();
  const username = asked.username.trim().toLowerCase();
  const ill = username !== '' && (!USERNAME.test(username) || isDemoName(username));
  const ready = username !== '' && !ill && asked.name.trim() !== '';
  const add = () =>
    send(async () => {
      setMade(await addPerson(county, asked));
      announce(t('added', { name: asked.name }));
      await keep();
    });
  if (made) {
    return (
      <Modal
        open
        width={460}
        title={t('addedTitle', { name: asked.name })}
        mask={{ closable: false }}
        onCancel={close}
        footer={
          <Button type="primary" onClick={close}>
            {t('noted')}
          </Button>
        }
      >
        <ShownPassword made={made} />
      </Modal>
    );
  }
  return (
    <Modal
      open
      width={460}
      title={t('addTitle')}
      okText={t('addNow')}
      okButtonProps={{ loading: sending, disabled: !ready }}
      cancelText={t('common:action.cancel')}
      onOk={() => void add()}
      onCancel={close}
    >
      <div className={styles.form}>
        <Field label={t('name')} hint={t('nameWhy')}>
          {(id, describedBy) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              maxLength={60}
              autoComplete="off"
              value={asked.name}
              onChange={({ target }) => setAsked({ ...asked, name: target.value })}
            />
          )}
        </Field>
        <Field label={t('username')} fault={ill ? t('usernameRule') : null} hint={t('usernameRule')}>
          {(id, describedBy) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              status={ill ? 'error' : ''}
              maxLength={64}
              autoComplete="off"
              autoCapitalize="none"
              value={asked.username}
              onChange={({ target }) => setAsked({ ...asked, username: target.value })}
            />
          )}
        </Field>
        <GrantField grant={asked.grants[0]!} change={(grant) => setAsked({ ...asked, grants: [grant] })} />
        {notice && <Refused notice={notice} />}
      </div>
    </Modal>
  );
}
