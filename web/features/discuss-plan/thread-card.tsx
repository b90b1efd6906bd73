import { AimOutlined, CheckOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan, PlanComment } from '../../../api/contract/plans.ts';
import { changeComment } from '../../api-client/plan-comments.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { CommentForm } from './comment-form.tsx';
import type { Thread } from './comment-threads.ts';
import { commentsStore, useCommentsState } from './comments-store.ts';
import styles from './comments-tab.module.css';
import { noteComment } from './note-comment.ts';
import { usePlaceWords } from './use-place-words.ts';

interface Props {
  readonly plan: Plan;
  readonly thread: Thread;
}

/** A comment with its answers; can be answered, settled and found on the map. */
export function ThreadCard({ plan, thread }: Props) {
  const { t } = useTranslation('discuss-plan');
  const { first, replies } = thread;
  const focused = useCommentsState((state) => state.focused === first.id);
  const [answering, setAnswering] = useState(false);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) card.current?.scrollIntoView({ block: 'nearest' });
  }, [focused]);
  return (
    <li
      ref={card}
      className={styles.thread}
      data-focused={focused}
      data-resolved={first.resolved}
      onMouseEnter={() => commentsStore.setState({ focused: first.id })}
      onMouseLeave={() => commentsStore.setState({ focused: null })}
    >
      <Where comment={first} />
      <Words comment={first} />
      {replies.length > 0 && (
        <ul className={styles.replies}>
          {replies.map((reply) => (
            <li key={reply.id}>
              <Words comment={reply} />
            </li>
          ))}
        </ul>
      )}
      {answering ? (
        <CommentForm plan={plan} replyTo={first.id} done={() => setAnswering(false)} />
      ) : (
        <div className={styles.threadLine}>
          <Button size="small" type="text" onClick={() => setAnswering(true)}>
            {t('answer')}
          </Button>
          <Settle plan={plan} comment={first} />
        </div>
      )}
    </li>
  );
}

function Words({ comment }: { readonly comment: PlanComment }) {
  const format = useFormat();
  return (
    <>
      <p className={styles.who}>
        <strong>{comment.accountName}</strong>
        <span className="tabular">{format.moment(comment.at)}</span>
      </p>
      <p className={styles.text}>{comment.text}</p>
    </>
  );
}

/** The place it is pinned to, and the way there. */
function Where({ comment }: { readonly comment: PlanComment }) {
  const { t } = useTranslation('discuss-plan');
  const wordsOf = usePlaceWords();
  const flyTo = useApp((state) => state.flyTo);
  const { place, region } = comment;
  if (!place && region === null) return null;
  const words = wordsOf(comment);
  if (!place) return <p className={styles.where}>{words}</p>;
  return (
    <button
      type="button"
      className={styles.where}
      title={t('common:action.flyTo')}
      onClick={() => {
        commentsStore.setState({ focused: comment.id });
        flyTo(boundsOfPoint(place), { maxZoom: 16 });
      }}
    >
      <AimOutlined aria-hidden="true" /> {words}
    </button>
  );
}

function Settle({ plan, comment }: { readonly plan: Plan; readonly comment: PlanComment }) {
  const { t } = useTranslation('discuss-plan');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const { sending, notice, send } = useSending();
  const settle = () =>
    send(async () => {
      const changed = await changeComment(county, plan.id, comment.id, { resolved: !comment.resolved });
      noteComment(county, plan.id, changed);
      announce(t(changed.resolved ? 'resolved' : 'unresolved'));
    });
  return (
    <>
      <Button size="small" type="text" icon={<CheckOutlined />} loading={sending} onClick={() => void settle()}>
        {t(comment.resolved ? 'unresolve' : 'resolve')}
      </Button>
      {notice && <Refused notice={notice} />}
    </>
  );
}
