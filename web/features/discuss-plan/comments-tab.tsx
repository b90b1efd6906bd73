import { CommentOutlined } from '@ant-design/icons';
import { Checkbox } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useComments } from '../../state/plan-comments.ts';
import { useOpenPlan } from '../../state/plan-queries.ts';
import { EmptyState, SkeletonLines } from '../../ui/states.tsx';
import { CommentForm } from './comment-form.tsx';
import { threadsOf } from './comment-threads.ts';
import { commentsStore, FIRST_COMMENTS, useCommentsState } from './comments-store.ts';
import styles from './comments-tab.module.css';
import { ThreadCard } from './thread-card.tsx';
import { useCommentPins } from './use-comment-pins.ts';

/** What is said about the plan, and where; everybody who has it open sees it at once. */
export function CommentsTab() {
  const { t } = useTranslation('discuss-plan');
  const plan = useOpenPlan().data;
  useEffect(() => () => commentsStore.setState(FIRST_COMMENTS), []);
  return plan ? <Comments plan={plan} /> : <SkeletonLines label={t('common:panel.loading')} lines={5} />;
}

function Comments({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('discuss-plan');
  const format = useFormat();
  const comments = useComments(plan.id);
  const resolvedShown = useCommentsState((state) => state.resolvedShown);
  const threads = useMemo(() => threadsOf(comments.data ?? []), [comments.data]);
  const resolved = threads.filter(({ first }) => first.resolved).length;
  const shown = useMemo(
    () => (resolvedShown ? threads : threads.filter(({ first }) => !first.resolved)),
    [threads, resolvedShown],
  );
  useCommentPins(shown);
  if (comments.error) {
    const notice = noticeOf(comments.error);
    return <Failure notice={notice} retry={() => void comments.refetch()} />;
  }
  return (
    <div className={styles.comments}>
      <CommentForm plan={plan} />
      {resolved > 0 && (
        <Checkbox
          checked={resolvedShown}
          onChange={({ target }) => commentsStore.setState({ resolvedShown: target.checked })}
        >
          {t('showResolved', { n: format.number(resolved) })}
        </Checkbox>
      )}
      {!comments.data ? (
        <SkeletonLines label={t('common:panel.loading')} lines={5} />
      ) : shown.length === 0 ? (
        <EmptyState
          icon={<CommentOutlined />}
          title={t(resolved > 0 ? 'allResolved' : 'emptyTitle')}
          text={t(resolved > 0 ? 'allResolvedWords' : 'empty')}
        />
      ) : (
        <ul className={styles.list} aria-label={t('list')}>
          {shown.map((thread) => (
            <ThreadCard key={thread.first.id} plan={plan} thread={thread} />
          ))}
        </ul>
      )}
    </div>
  );
}
