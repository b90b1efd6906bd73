import { CloseOutlined, PushpinOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { addComment } from '../../api-client/plan-comments.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { commentsStore, useCommentsState } from './comments-store.ts';
import styles from './comments-tab.module.css';
import { noteComment } from './note-comment.ts';
import { usePinning } from './use-pinning.ts';
import { usePlaceWords } from './use-place-words.ts';

interface Props {
  readonly plan: Plan;
  /** the comment that is answered; without it a new thread begins */
  readonly replyTo?: number;
  done?(): void;
}

/** A comment as it is written: about the plan as a whole, or pinned to a place. */
export function CommentForm({ plan, replyTo, done }: Props) {
  const { t } = useTranslation('discuss-plan');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const pin = useCommentsState((state) => (replyTo === undefined ? state.pin : null));
  const account = useApp(({ session }) => (session.kind === 'signed-in' ? session.session.account?.id : undefined));
  const key = [account, county, plan.id, replyTo].join(' ');
  const text = useCommentsState((state) => state.unsaid[key] ?? '');
  const setText = (words: string) => commentsStore.setState(({ unsaid }) => ({ unsaid: { ...unsaid, [key]: words } }));
  const { sending, notice, send } = useSending();
  const say = () =>
    send(async () => {
      const body = { text: text.trim(), place: pin ? ([...pin.place] as [number, number]) : null };
      const region = pin?.region ?? null;
      const comment = await addComment(county, plan.id, { ...body, region, replyTo: replyTo ?? null });
      noteComment(county, plan.id, comment);
      setText('');
      commentsStore.setState({ pin: null, focused: replyTo ?? comment.id });
      announce(t(replyTo === undefined ? 'said' : 'answered'));
      done?.();
    });
  const label = t(replyTo === undefined ? 'write' : 'answer');
  return (
    <form
      className={styles.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && !sending) void say();
      }}
    >
      <Input.TextArea
        aria-label={label}
        autoFocus={replyTo !== undefined}
        value={text}
        maxLength={2000}
        placeholder={t(replyTo === undefined ? 'placeholder' : 'answerPlaceholder')}
        autoSize={{ minRows: replyTo === undefined ? 2 : 1, maxRows: 6 }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') void say();
        }}
      />
      <div className={styles.formLine}>
        {replyTo === undefined && <PinButton />}
        {done && (
          <Button size="small" type="text" onClick={done}>
            {t('common:action.cancel')}
          </Button>
        )}
        <Button
          className={styles.say}
          type="primary"
          size="small"
          htmlType="submit"
          disabled={text.trim() === ''}
          loading={sending}
        >
          {t(replyTo === undefined ? 'say' : 'answer')}
        </Button>
      </div>
      {notice && <Refused notice={notice} />}
    </form>
  );
}

/** Where the comment is about: nowhere, or a place that was pointed at. */
function PinButton() {
  const { t } = useTranslation('discuss-plan');
  const pin = useCommentsState((state) => state.pin);
  const { pinning, setPinning } = usePinning();
  const wordsOf = usePlaceWords();
  if (pin) {
    return (
      <span className={styles.pin}>
        <PushpinOutlined aria-hidden="true" />
        {wordsOf(pin)}
        <IconButton label={t('unpin')} icon={<CloseOutlined />} onClick={() => commentsStore.setState({ pin: null })} />
      </span>
    );
  }
  return (
    <Button
      size="small"
      type={pinning ? 'primary' : 'default'}
      icon={<PushpinOutlined />}
      aria-pressed={pinning}
      onClick={() => setPinning(!pinning)}
    >
      {t(pinning ? 'pinning' : 'pin')}
    </Button>
  );
}
