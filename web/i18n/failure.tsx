import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../api-client/http.ts';
import { Refusal } from '../ui/refusal.tsx';
import { ErrorState } from '../ui/states.tsx';
import { useProblemWords } from './problem-words.ts';

interface FailureProps {
  readonly notice: Notice;
  retry(): void;
}

/** What could not be had, why, and the way on; asking again for what is not there would lead nowhere. */
export function Failure({ notice, retry }: FailureProps) {
  const { t } = useTranslation();
  const words = useProblemWords();
  const again = notice.type === 'not-found' ? {} : { action: { label: t('common:action.retry'), run: retry } };
  return <ErrorState {...words(notice)} {...again} />;
}

/** Why something was not done, beside the button that asked for it. */
export function Refused({ notice, children }: { readonly notice: Notice; readonly children?: ReactNode }) {
  const words = useProblemWords();
  return <Refusal {...words(notice)}>{children}</Refusal>;
}
