import { useTranslation } from 'react-i18next';
import { THING_LINKS, type ThingChange, type ThingFields } from '../../../api/contract/thing-edits.ts';
import { useFieldWords } from '../../state/thing-edit/field-words.ts';

/** What is drawn has no words of its own. */
const DRAWN: readonly string[] = ['geometry', 'outline', 'walls', 'gates'];
/** Follow from other fields, which are told. */
const FOLLOWING: readonly string[] = ['innerPoint', 'estimated', 'householdsCounted'];

/** What differs, field by field, the place first: 位置；层数 6 → 8. What is named by an id is told by its field alone. */
export function useChangedWords(): (change: ThingChange) => string {
  const { t } = useTranslation('edit-things');
  const { label, text } = useFieldWords();
  return ({ layer, action, before, after }) => {
    if (action !== 'change' && action !== 'move') return '';
    const [was, is] = [before ?? {}, after ?? {}];
    const said = (name: string, attribute: boolean, a: unknown, b: unknown): string =>
      t('fromTo', {
        field: label({ name, attribute }),
        before: text(layer, { name, attribute }, a),
        now: text(layer, { name, attribute }, b),
      });
    const placeFirst = Object.keys(is).sort((a, b) => Number(DRAWN.includes(b)) - Number(DRAWN.includes(a)));
    const parts = placeFirst.flatMap((name): string[] => {
      if (FOLLOWING.includes(name)) return [];
      if (DRAWN.includes(name) || name in THING_LINKS[layer]) return [label({ name, attribute: false })];
      if (name !== 'data') return [said(name, false, was[name], is[name])];
      const [a, b] = [(was.data ?? {}) as ThingFields, (is.data ?? {}) as ThingFields];
      return [...new Set([...Object.keys(a), ...Object.keys(b)])]
        .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
        .map((key) => said(key, true, a[key], b[key]));
    });
    return parts.join(t('and'));
  };
}
