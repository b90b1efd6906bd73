import { useTranslation } from 'react-i18next';
import type { ProblemValues } from '../../api/contract/problem-values.ts';
import { PROBLEM_REASONS } from '../../api/contract/problems.ts';
import type { Notice } from '../api-client/http.ts';

export interface ProblemWords {
  /** what kind of failure it is */
  readonly title: string;
  /** why, this time: in the reader's language where the page has words for it, else the server's own, in English */
  readonly detail: string;
  readonly lang?: 'en';
}

type Translate = (key: string, values?: ProblemValues) => string;

/** @param t  translates keys of the common messages */
export function problemWords({ type, reason, values = {}, detail }: Notice, t: Translate): ProblemWords {
  const title = t(`common:error.notice.${type}`);
  // The browser's own word for it tells nobody more.
  if (type === 'offline') return { title, detail: '' };
  if (!reason || !(PROBLEM_REASONS as readonly string[]).includes(reason)) return { title, detail, lang: 'en' };
  const named = {
    ...values,
    ...('layer' in values ? { layer: t(`common:thing.${values.layer}`) } : {}),
    ...('status' in values ? { status: t(`common:planStatus.${values.status}`) } : {}),
  };
  return { title, detail: t(`common:error.reason.${reason}`, named) };
}

export function useProblemWords(): (notice: Notice) => ProblemWords {
  const { t } = useTranslation();
  return (notice) => problemWords(notice, (key, values) => t(key, values ?? {}));
}
