import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { importedDay } from '../../api/contract/division-title.ts';

/** A division's title; the one that an import gives is said in the reader's language. */
export function useDivisionTitle(): (title: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (title) => {
      const day = importedDay(title);
      return day === null ? title : t('common:imported', { day });
    },
    [t],
  );
}
