import type { PlanComment } from '../../../api/contract/plans.ts';

/** A comment with what was answered to it. */
export interface Thread {
  readonly first: PlanComment;
  /** oldest first */
  readonly replies: readonly PlanComment[];
  /** of the last word in it */
  readonly lastAt: string;
}

/** Open threads before resolved ones, in each the one that was last spoken in first. An answer to an answer belongs to the same thread. */
export function threadsOf(comments: readonly PlanComment[]): Thread[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const rootOf = (comment: PlanComment): PlanComment => {
    let at = comment;
    for (let depth = 0; at.replyTo !== null && depth < comments.length; depth++) {
      const above = byId.get(at.replyTo);
      if (!above) break;
      at = above;
    }
    return at;
  };
  const replies = new Map<number, PlanComment[]>();
  for (const comment of [...comments].sort((a, b) => a.at.localeCompare(b.at) || a.id - b.id)) {
    const root = rootOf(comment);
    if (root === comment) replies.set(root.id, replies.get(root.id) ?? []);
    else replies.set(root.id, [...(replies.get(root.id) ?? []), comment]);
  }
  return [...replies]
    .flatMap(([id, answers]) => {
      const first = byId.get(id);
      return first ? [{ first, replies: answers, lastAt: answers.at(-1)?.at ?? first.at }] : [];
    })
    .sort((a, b) => Number(a.first.resolved) - Number(b.first.resolved) || b.lastAt.localeCompare(a.lastAt));
}

/** The list with a comment that is new or another one than before. */
export const withComment = (known: readonly PlanComment[], comment: PlanComment): PlanComment[] =>
  known.some(({ id }) => id === comment.id)
    ? known.map((other) => (other.id === comment.id ? comment : other))
    : [...known, comment];
