import { useTranslation } from 'react-i18next';
import type { EditLayer } from '../../../api/contract/thing-edits.ts';
import { useFieldWords } from '../../state/thing-edit/field-words.ts';
import type { Meanwhile } from '../../state/thing-edit/typed.ts';
import styles from './thing-form.module.css';

interface Props {
  readonly layer: EditLayer;
  readonly changes: readonly Meanwhile[];
}

/** What somebody else changed while the form was open; what was typed here stands in the form as it was. */
export function MeanwhileList({ layer, changes }: Props) {
  const { t } = useTranslation('edit-things');
  const { label, text } = useFieldWords();
  return (
    <div className={styles.meanwhile} role="alert">
      <p>{t(changes.length > 0 ? 'meanwhile.lead' : 'meanwhile.place')}</p>
      <ul>
        {changes.map(({ field, before, now, typed }) => (
          <li key={field.name}>
            {t('meanwhile.field', {
              field: label(field),
              before: text(layer, field, before),
              now: text(layer, field, now),
            })}
            {typed !== undefined && <strong> {t('meanwhile.typed', { value: text(layer, field, typed) })}</strong>}
          </li>
        ))}
      </ul>
    </div>
  );
}
