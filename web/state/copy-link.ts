import { useTranslation } from 'react-i18next';
import { useApp } from './store.ts';

/** Copies a link and says so; where the browser forbids it, that is said. @returns whether it was copied */
export function useCopyLink(): (link: string) => Promise<boolean> {
  const { t } = useTranslation();
  const announce = useApp((state) => state.announce);
  return async (link) => {
    const copied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    );
    announce(t(copied ? 'action.copied' : 'action.notCopied'));
    return copied;
  };
}
